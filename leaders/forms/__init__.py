"""Forms of the leaders' pillar."""
