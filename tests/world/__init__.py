"""A small world of invented services for tests and the demo; nothing of it leaves this machine."""
