"""The classroom of a broadcast: questions, polls and attendance, and the board that tablets read."""
