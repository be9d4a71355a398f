"""What this app tells lower rooms (files, messages, wishes, events) about its things."""

from showcase.kinds.cases import register_cases
from showcase.kinds.exhibitions import register_exhibitions
from showcase.kinds.exhibitor_pages import register_exhibitor_pages
from showcase.kinds.stories import register_stories


def register_kinds() -> None:
    """Make the kinds known; called once when the app is ready."""
    register_stories()
    register_cases()
    register_exhibitions()
    register_exhibitor_pages()
