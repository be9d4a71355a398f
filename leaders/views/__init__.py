"""Pages of the leaders' pillar."""
