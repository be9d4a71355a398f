"""The rows of the showcase."""

from showcase.models.story import Story, StoryConsent, StoryLog, StoryPicture

__all__ = ["Story", "StoryConsent", "StoryLog", "StoryPicture"]
