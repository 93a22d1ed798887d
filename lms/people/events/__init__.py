"""The audit log in the words of a person: sentences for verbs, names and links for things, labels for details."""
