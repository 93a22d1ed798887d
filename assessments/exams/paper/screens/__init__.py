"""The staff pages of exams on paper."""
