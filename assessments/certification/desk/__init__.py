"""The desk of the evaluators: figures, and the people behind each of them."""
