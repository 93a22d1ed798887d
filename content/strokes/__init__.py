"""Stroke data of the 3,755 most frequent characters (GB 2312, level 1), in hanzi-writer's format."""
