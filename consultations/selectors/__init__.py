"""Page-shaped reads of consultations, each in a constant number of queries."""

from consultations.selectors.counts import my_open_count, my_turn_count, shell_counts

__all__ = ["my_open_count", "my_turn_count", "shell_counts"]
