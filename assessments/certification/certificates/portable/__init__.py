"""The portable record: what a learner takes along at release, readable on any computer."""
