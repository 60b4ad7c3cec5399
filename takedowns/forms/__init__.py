"""Forms of this app. They validate; they do not save, send or know the person."""
