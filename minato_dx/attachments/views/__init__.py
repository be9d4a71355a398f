"""The way out for files, and the pages of those that may not go out yet."""
