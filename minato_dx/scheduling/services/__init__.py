"""What can be done with times and seats. Each function is one atomic step."""

from minato_dx.scheduling.services.events import (
    Subject,
    book_slot,
    cancel_event,
    change_host,
    move_event,
    move_event_to_slot,
    plan_event,
    rename_event,
)
from minato_dx.scheduling.services.feeds import feed_of, owner_of, renew_feed_token, secret_of
from minato_dx.scheduling.services.icalendar import feed, invitation, retitled, single
from minato_dx.scheduling.services.seats import accept_offer, decline_offer, expire_offers, release_seat, take_seat
from minato_dx.scheduling.services.slots import Published, SlotPlan, publish_slots, restore_slots, withdraw_slots

__all__ = [
    "Published",
    "SlotPlan",
    "Subject",
    "accept_offer",
    "book_slot",
    "cancel_event",
    "change_host",
    "decline_offer",
    "expire_offers",
    "feed",
    "feed_of",
    "invitation",
    "move_event",
    "move_event_to_slot",
    "owner_of",
    "plan_event",
    "publish_slots",
    "release_seat",
    "rename_event",
    "renew_feed_token",
    "restore_slots",
    "retitled",
    "secret_of",
    "single",
    "take_seat",
    "withdraw_slots",
]
