"""Awarding bodies outside: lists out, results in."""
