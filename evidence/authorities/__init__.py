"""Clocks outside: what is asked of them, and how their answers are judged. Keeps nothing."""
