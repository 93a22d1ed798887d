"""Schedule, studio, guests and the duty officer: what people see of a broadcast in the staff pages."""
