"""Closed lists of the showcase."""

from django.db import models

from minato_dx.core.looks import BadgeChoices, draw

# What lower rooms (files, messages, wishes) call a story.
STORY_KIND = "story"
TITLE_LENGTH, SUMMARY_LENGTH, TEXT_LENGTH = 80, 300, 4000


class State(BadgeChoices):
    """Where a story stands on its way to all staff."""

    DRAFT = "draft", "下書き"
    ASKED = "asked", "同意待ち"
    REVIEW = "review", "公開前の確認"
    PUBLISHED = "published", "公開"
    UNPUBLISHED = "unpublished", "公開終了"


draw(
    State,
    {
        State.DRAFT: ("end", "file"),
        State.ASKED: ("you", "hourglass"),
        State.REVIEW: ("dx", "search"),
        State.PUBLISHED: ("live", "check"),
        State.UNPUBLISHED: ("end", "x"),
    },
)


class ConsentRole(models.TextChoices):
    """As what somebody agrees that the story is shown."""

    REQUESTER = "requester", "相談した人"
    HEAD = "head", "所属長"


class Said(models.TextChoices):
    """What somebody said to being shown."""

    WAITING = "waiting", "返事待ち"
    YES = "yes", "同意"
    NO = "no", "見送り"
