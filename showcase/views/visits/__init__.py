"""The pages of those who come to an exhibition."""
