"""What visitors of an exhibition read."""
