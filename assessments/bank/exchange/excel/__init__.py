"""The bank's own spreadsheet: one sheet for each kind of question, in Chinese and English."""
