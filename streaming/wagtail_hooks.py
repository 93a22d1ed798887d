"""One import for each module that has hooks."""
