"""The one door to other people's servers: guarded, capped, without a trace of who asks."""
