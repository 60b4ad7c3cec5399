"""Words and facts of evidence that are data."""
