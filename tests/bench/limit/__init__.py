"""The smallest Django project that does the same kind of work: what a page can cost at the least."""
