"""Others who are asked, and only when a person says so."""
