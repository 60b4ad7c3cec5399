"""What is asked before something is made or handed over."""
