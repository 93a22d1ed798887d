"""The learner roster as a spreadsheet: read, judged row by row, then applied as a whole or not at all."""
