"""Captions (字幕): readable cues built over timed words, their files, and what a person corrects in them."""
