"""What is done to exhibitions."""
