"""Writing what is owed, delivering it, and ticking it off."""

from minato_dx.notifications.services.owing import notify
from minato_dx.notifications.services.preferring import set_preferences
from minato_dx.notifications.services.reading import mark_all_read, mark_read, mark_thing_read, mark_unread

__all__ = ["mark_all_read", "mark_read", "mark_thing_read", "mark_unread", "notify", "set_preferences"]
