"""What this person may do with this story now, each with its page: the one table of buttons."""

from typing import Any

from django.urls import reverse

from minato_dx.core.steps import Act
from minato_dx.organization.models import User
from showcase.enums import State
from showcase.models import Story
from showcase.permissions import can_write

# Transition → its page and the words of its button, in the order in which they are offered.
PAGES = {
    "ask": ("story_ask", "公開してよいか確かめる"),
    "publish": ("story_publish", "公開する"),
    "send_back": ("story_send_back", "直しをお願いする"),
    "rewrite": ("story_rewrite", "書き直す"),
    "unpublish": ("story_unpublish", "公開を終える"),
}


def acts_for(*, story: Story, user: User) -> list[Act]:
    """Return what can be done now, the likeliest first."""
    # The state field gives the model this method; its types know nothing of it.
    fsm: Any = story
    names = {step.name for step in fsm.get_available_user_state_transitions(user)}
    acts = [Act(name, label, reverse(url, args=[story.pk])) for name, (url, label) in PAGES.items() if name in names]
    if story.state == State.DRAFT and can_write(user, story):
        acts += [
            Act("edit", "文を直す", reverse("story_edit", args=[story.pk])),
            Act("helpers", "聞ける人を決める", reverse("story_helpers", args=[story.pk])),
            Act("pictures", "写真を付ける・外す", reverse("story_pictures", args=[story.pk])),
        ]
    return acts
