"""The project's own system checks."""
