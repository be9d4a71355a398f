"""Leaders among themselves: what each is good at, questions, and replies."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from leaders.exceptions import LeaderError, StateConflict
from leaders.models import LeaderProfile, LeaderQuestion, LeaderReply
from leaders.permissions import can_check, is_among_leaders
from leaders.selectors.together import TOLD_AT_MOST, leads_on, still_among_leaders, who_knows
from leaders.services.telling import tell_of_question
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank, plain_text
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork, InHouseTool

# For so long the same words from the same person are the same thing, sent twice.
SENT_TWICE_WITHIN = dt.timedelta(days=1)
NOT_THERE = "この質問は、質問した人が取り下げました。"


def can_settle(*, question: LeaderQuestion, user: User) -> bool:
    """The asker and the DX section say what helped, and when a question is solved."""
    return is_among_leaders(user) and (question.asker_id == user.pk or can_check(user))


@transaction.atomic
def write_profile(
    *,
    actor: User,
    good_at: str,
    tools: Iterable[InHouseTool],
    fields: Iterable[FieldOfWork],
    now: dt.datetime,
) -> LeaderProfile:
    """Keep what a leader of today says they are good at; nobody writes it for them."""
    require(leads_on(user=actor, day=timezone.localdate(now)))
    _lock(actor)
    row, _ = LeaderProfile.objects.update_or_create(
        person=actor, defaults={"good_at": plain_text(good_at), "changed_at": now}
    )
    row.tools.set(tools)
    row.fields.set(fields)
    return row


@transaction.atomic
def ask_question(
    *,
    actor: User,
    title: str,
    text: str = "",
    tool: InHouseTool | None = None,
    field: FieldOfWork | None = None,
    now: dt.datetime,
) -> LeaderQuestion:
    """Ask the other leaders; those whose profile names the tool or the field hear of it.

    The same words sent again within a day are the same question. Raises LeaderError for an empty one.
    """
    require(is_among_leaders(actor))
    if is_blank(title):
        raise LeaderError("聞きたいことを、1文で書いてください。", "title")
    title, text = plain_text(title), plain_text(text)
    _lock(actor)
    same = LeaderQuestion.objects.filter(
        asker=actor, title=title, text=text, solved_at__isnull=True, asked_at__gt=now - SENT_TWICE_WITHIN
    ).first()
    if same is not None:
        return same
    row = LeaderQuestion.objects.create(asker=actor, title=title, text=text, tool=tool, field=field, asked_at=now)
    knowing = who_knows(tool=tool, field=field, day=timezone.localdate(now)).exclude(pk=actor.pk)
    tell_of_question(
        question=row,
        event="asked",
        to=knowing[:TOLD_AT_MOST],
        text=f"{actor.name}さんの質問「{row.title}」",
        details=row.text,
        now=now,
    )
    return row


@transaction.atomic
def withdraw_question(*, question: LeaderQuestion, actor: User) -> None:
    """Take one's own question back; once somebody has replied it stays, for the reply's sake."""
    row = _locked(question)
    require(is_among_leaders(actor) and row.asker_id == actor.pk)
    if row.replies.exists():
        raise StateConflict("回答が付いた質問は取り下げられません。済んだときは、解決済みにしてください。")
    row.delete()


@transaction.atomic
def reply(*, question: LeaderQuestion, actor: User, text: str, now: dt.datetime) -> LeaderReply:
    """Reply to a question, solved ones included; the asker and those who replied before hear of it.

    The same words sent again within a day are the same reply. Raises LeaderError for an empty one, and StateConflict
    where the question was withdrawn meanwhile.
    """
    require(is_among_leaders(actor))
    if is_blank(text):
        raise LeaderError("回答を書いてください。", "text")
    row, text = _locked(question), plain_text(text)
    same = row.replies.filter(author=actor, text=text, written_at__gt=now - SENT_TWICE_WITHIN).first()
    if same is not None:
        return same
    written = LeaderReply.objects.create(question=row, author=actor, text=text, written_at=now)
    people = {row.asker_id, *row.replies.values_list("author", flat=True)} - {actor.pk}
    tell_of_question(
        question=row,
        event=f"reply:{written.pk}",
        to=still_among_leaders(people=people, day=timezone.localdate(now)),
        text=f"{actor.name}さんが「{row.title}」に回答しました",
        details=written.text,
        now=now,
    )
    return written


@transaction.atomic
def edit_reply(*, reply: LeaderReply, actor: User, text: str) -> LeaderReply:
    """Correct one's own reply; what it said before stays in its history."""
    row = _locked_reply(reply)
    require(is_among_leaders(actor) and row.author_id == actor.pk)
    if is_blank(text):
        raise LeaderError("回答を書いてください。", "text")
    row.text = plain_text(text)
    row.save()
    return row


@transaction.atomic
def mark_helpful(*, reply: LeaderReply, actor: User, helped: bool) -> LeaderReply:
    """Note that a reply helped, or that it did not after all."""
    row = _locked_reply(reply)
    require(can_settle(question=row.question, user=actor))
    row.has_helped = helped
    row.save()
    return row


@transaction.atomic
def settle_question(*, question: LeaderQuestion, actor: User, solved: bool, now: dt.datetime) -> LeaderQuestion:
    """Note that a question is solved, or open again; said twice, the first time counts."""
    row = _locked(question)
    require(can_settle(question=row, user=actor))
    if solved != (row.solved_at is not None):
        row.solved_at = now if solved else None
        row.save()
    return row


def _lock(person: User) -> None:
    """Let the person's own acts follow one another: sent twice at once, it is one."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _locked(question: LeaderQuestion) -> LeaderQuestion:
    row = LeaderQuestion.objects.select_for_update().filter(pk=question.pk).first()
    if row is None:
        raise StateConflict(NOT_THERE)
    return row


def _locked_reply(reply: LeaderReply) -> LeaderReply:
    return LeaderReply.objects.select_for_update(of=("self",)).select_related("question").get(pk=reply.pk)
