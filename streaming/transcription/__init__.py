"""Transcripts (文字稿): what was said in a recording, by an engine on this machine. Light on purpose: the engine's process imports it too."""
