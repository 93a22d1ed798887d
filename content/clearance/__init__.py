"""Clearance: nothing travels before scanners and a second officer have looked at it."""
