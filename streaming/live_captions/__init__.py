"""Live captions (实时字幕): what is being said, while it is said, by the installed speech model. They never harm the lesson: lowest priority, and whatever dies begins again."""
