"""Pages of exhibitions."""
