"""The sample courses, written for the demo: each module holds one course, in Chinese and English."""
