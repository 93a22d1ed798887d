"""After the lesson: the parts of a recording are checked and joined into one film, and a person's edits are rendered. Its verbs: api.py."""
