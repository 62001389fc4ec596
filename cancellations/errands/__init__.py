"""What the worker does for an errand (models/errand.py): one file a kind, each a function that does the next part."""
