"""What a file may be that somebody hands in: its name, its kind, and what hides in it. No models, for every process."""
