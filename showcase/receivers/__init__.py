"""What comes from below: consultations that have come to their end, and what was handed in at the public door."""

from showcase.receivers.consultations import hear_of_closed_consultation
from showcase.receivers.exhibitors import take_exhibitor
from showcase.receivers.visitors import take_visit

__all__ = ["hear_of_closed_consultation", "take_exhibitor", "take_visit"]
