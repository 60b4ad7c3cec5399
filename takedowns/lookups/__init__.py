"""Who is responsible for a site: whom to ask, and how to read what they answer."""
