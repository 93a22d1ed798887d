"""Practical exams: evaluators assess on their tablets, also without a line, and two of them sign."""
