"""How the house is put together; no app imports it, and it imports no app."""
