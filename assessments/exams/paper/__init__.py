"""The paper fall-back of exams: booklets and answer sheets out, scans of answer sheets in. Pure: no database."""
