"""Reads about DX leaders."""

from leaders.selectors.terms import leader_of, led_division_ids, published_terms

__all__ = ["leader_of", "led_division_ids", "published_terms"]
