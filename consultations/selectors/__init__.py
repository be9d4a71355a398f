"""Page-shaped reads of consultations, each in a constant number of queries."""
