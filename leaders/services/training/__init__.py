"""What is done in a training: enrolled, planned, chosen, taken note of, handed in, completed."""
