"""The organisation in the administrators' site; each module registers its models."""

from minato_dx.organization.admin import imports, lockouts, people, places, posts

__all__ = ["imports", "lockouts", "people", "places", "posts"]
