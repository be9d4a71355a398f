"""What pages bring together from the pillars."""
