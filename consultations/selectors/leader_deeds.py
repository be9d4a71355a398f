"""What leaders do in consultations, for the record of what they did."""

from django.db.models import F

from consultations.models import Consultation, LeaderTurn, Message
from leaders.selectors.activity import RowSource, register_source


def register_sources() -> None:
    """Add what this pillar knows of leaders; of private consultations nothing is among it."""
    turns = LeaderTurn.objects.filter(consultation__is_private=False)
    # A leader's answer to what they were asked is a message as well, and counts once.
    words = Message.objects.filter(consultation__is_private=False).exclude(author=F("consultation__requester"))
    words = words.exclude(consultation__leader_turn__leader=F("author"))
    passed_on = turns.filter(is_handed_on=True, handed_on_by=F("leader"))
    for source in (
        RowSource("同僚の相談に答えた", turns, "leader", "answered_at", "consultation__title"),
        RowSource("相談を担当につないだ", passed_on, "leader", "ended_at", "consultation__title"),
        RowSource("課の相談に書き込んだ", words, "author", "created_at", "consultation__title"),
        RowSource("相談を送った", Consultation.objects.filter(is_private=False), "requester", "received_at", "title"),
    ):
        register_source(source)
