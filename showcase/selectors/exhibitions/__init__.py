"""What is read of exhibitions."""
