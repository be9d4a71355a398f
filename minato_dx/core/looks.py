"""Closed lists that are drawn as badges: whose turn each entry speaks of, and its icon."""

from collections.abc import Mapping

from django.db import models

# By class: entries of two lists may have the same value, and would be one key.
_looks: dict[type, Mapping[str, tuple[str, str]]] = {}


class BadgeChoices(models.TextChoices):
    """Choices each of which has a tone (see ``core.enums.Tone``) and an icon; ``draw`` says which."""

    @property
    def tone(self) -> str:
        return _looks[type(self)][self][0]

    @property
    def icon(self) -> str:
        return _looks[type(self)][self][1]


def draw(choices: type[BadgeChoices], looks: Mapping[str, tuple[str, str]]) -> None:
    """Say how each entry looks, as (tone, icon); an entry left out, or one too many, is a programming error."""
    if set(looks) != set(choices.values):
        raise ValueError(f"the looks of {choices.__name__} are not those of its entries")
    _looks[choices] = looks
