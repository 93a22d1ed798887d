"""The two engines behind one small interface, and the process of its own in which one runs. Nothing here knows Django."""
