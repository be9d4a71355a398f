"""What a dialogue must have: a time that can be, a host of the desk, and people of one division."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from minato_dx.core.calendar import is_working_day, moment_text, short_day
from minato_dx.organization.models import Division, User
from minato_dx.organization.selectors import dx_staff, is_absent
from minato_dx.organization.selectors.on_a_day import division_members
from minato_dx.reference.selectors import closed_days
from minato_dx.scheduling.models import Slot
from proposals.enums import DialogueState
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import Dialogue
from proposals.services.dialogue_times import Booking

NO_PEOPLE = "課から出席する職員を、1人以上選んでください。事業者とは、課の職員と窓口の担当がそろって話します。"
NO_LONGER_PLANNED = "この対話は、もう予定ではありません。画面を開き直して、いまの状態を確かめてください。"
TOO_EARLY = "まだ対話の時刻になっていません。終わってから書いてください。"


@dataclass(frozen=True, slots=True)
class Party:
    """Who comes besides the host: people of one division, and the vendor's as a text."""

    division: Division
    people: Sequence[User]
    vendor_people: str = ""


def require_writable(dialogue: Dialogue, seen_at: dt.datetime | None, now: dt.datetime) -> None:
    if dialogue.state == DialogueState.CANCELLED:
        raise StateConflict(NO_LONGER_PLANNED)
    if dialogue.starts_at > now:
        raise ProposalError(TOO_EARLY)
    if dialogue.recorded_at != seen_at:
        who = f"{dialogue.recorded_by.name}さん" if dialogue.recorded_by else "ほかの人"
        when = moment_text(dialogue.recorded_at or now)
        raise StateConflict(
            f"{who}が{when}に、この記録を書きました。別の画面で開いて、見比べてから書き足してください。"
        )


def require_planned(dialogue: Dialogue) -> None:
    if dialogue.state != DialogueState.PLANNED:
        raise StateConflict(NO_LONGER_PLANNED)


def resolved(booking: Booking) -> Booking:
    """Return the booking with host, moment and length of the published time, where it is one."""
    if booking.slot_id is None:
        return booking
    slot = Slot.objects.select_related("owner").filter(pk=booking.slot_id).first()
    if slot is None:
        raise ProposalError("その時間は選べません。残っている時間から選び直してください。", "slot")
    minutes = int((slot.ends_at - slot.starts_at).total_seconds()) // 60
    return Booking(slot.owner, slot.starts_at, minutes, booking.place, booking.room, slot.pk)


def require_time(booking: Booking, now: dt.datetime) -> None:
    day = timezone.localdate(booking.starts_at)
    if booking.starts_at <= now:
        raise ProposalError(f"{moment_text(booking.starts_at)}は過ぎています。これからの日時を選んでください。", "day")
    if not is_working_day(day, closed_days()):
        raise ProposalError(f"{short_day(day)}は閉庁日です。開庁日を選んでください。", "day")


def require_party(party: Party, booking: Booking) -> None:
    day = timezone.localdate(booking.starts_at)
    if party.division.is_dx_section:
        raise ProposalError("参加する課には、デジタル改革担当ではない課を選んでください。", "division")
    ids = {person.pk for person in party.people} - {booking.host.pk}
    if not ids:
        raise ProposalError(NO_PEOPLE, "people")
    members = set(division_members(division=party.division, day=day).values_list("pk", flat=True))
    strangers = [person.name for person in party.people if person.pk not in members]
    if strangers:
        names = "、".join(strangers)
        raise ProposalError(f"{names}さんは、その日にこの課の職員ではありません。選び直してください。", "people")
    require_there(booking.host, booking)


def require_there(host: User, booking: Booking) -> None:
    """The desk is present at every dialogue: its host is of the section, and not away."""
    day = timezone.localdate(booking.starts_at)
    if not dx_staff(day=day).filter(pk=host.pk).exists():
        raise ProposalError("窓口の担当には、デジタル改革担当の職員を選んでください。", "host")
    if is_absent(user=host, day=day):
        raise ProposalError(f"{host.name}さんは、その日は不在です。ほかの人か、別の日を選んでください。", "host")
