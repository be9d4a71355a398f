"""What is written of exhibitions."""
