"""The missed-lesson pack: a draft lesson with the film, its captions, the words to explain and a place for a question."""
