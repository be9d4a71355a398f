"""Those whom a story tells of are asked, and say whether it may be shown."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.organization.selectors import section_head
from showcase.enums import Said, State
from showcase.exceptions import ShowcaseError
from showcase.models import Story, StoryConsent
from showcase.selectors.people import desk_of, people_to_ask
from showcase.services.steps import conflict, lock, log, take_step
from showcase.services.telling import tell

NEEDED = {"summary": "概要", "before": "困っていたこと", "done": "したこと", "result": "成果"}


def missing_words(story: Story) -> list[str]:
    """Return what has to be written before anybody is asked."""
    return [label for name, label in NEEDED.items() if is_blank(getattr(story, name))]


@transaction.atomic
def ask_consent(*, story: Story, actor: User, now: dt.datetime) -> Story:
    """Ask the requester or owner, the division's head of today and the others named; who asks agrees by asking.

    Raises ShowcaseError where something is not written yet, or nobody is there to be asked.
    """
    row = lock(story)
    if row.is_concealed:
        raise ShowcaseError("非公開の相談は事例にできません。先に、相談を課の人も見られるようにしてください。")
    missing = missing_words(row)
    if row.state == State.DRAFT and missing:
        raise ShowcaseError(f"「{'」「'.join(missing)}」がまだ書かれていません。「文を直す」で書いてください。")
    people = people_to_ask(story=row, day=timezone.localdate(now))
    if row.state == State.DRAFT and not people:
        raise ShowcaseError("同意を聞ける人がいません。所属長の登録を、システム管理者に確かめてください。")
    take_step(story=row, actor=actor, name="ask", now=now)
    for person, role in people.items():
        agrees = person.pk == actor.pk
        StoryConsent.objects.create(
            story=row,
            version=row.version,
            person=person,
            role=role,
            said=Said.YES if agrees else Said.WAITING,
            asked_at=now,
            said_at=now if agrees else None,
        )
    tell(
        story=row, event="asked", to=people, text="公開してよいか確かめてください",
        details="内容を読んで、同意するかどうかを答えてください。", topic=Topic.TURN, by=actor, now=now,
    )  # fmt: skip
    _pass_on_if_all_agreed(row, actor, now)
    return row


@transaction.atomic
def say_to_story(*, story: Story, actor: User, agrees: bool, comment: str, now: dt.datetime) -> Story:
    """Keep what somebody who was asked says: all agreed, the DX section looks at it; one not, it is a draft again.

    Raises PermissionDenied for whoever was not asked, StateConflict where it is too late, and ShowcaseError for a no
    without a reason.
    """
    row = lock(story)
    # Made private meanwhile, it is nobody's to read any more, and so nobody's to agree to.
    require(Story.objects.visible_to(actor).filter(pk=row.pk).exists())
    consent = StoryConsent.objects.filter(story=row, version=row.version, person=actor).first()
    if consent is None or row.state != State.ASKED:
        # Whoever was asked once is told how it stands; to anybody else the page does not belong.
        require(StoryConsent.objects.filter(story=row, person=actor).exists())
        raise conflict(row)
    if not agrees and is_blank(comment):
        raise ShowcaseError("どこを直せばよいかを書いてください。書いた人に伝わります。", "comment")
    if consent.said != Said.WAITING:
        raise ShowcaseError("もう答えています。やめるときは「書き直す」か、担当に知らせてください。")
    consent.said, consent.comment, consent.said_at = (Said.YES if agrees else Said.NO), comment.strip(), now
    consent.save()
    if agrees:
        log(story=row, actor=actor, name="agree", before=row.state, now=now)
        _pass_on_if_all_agreed(row, actor, now)
    else:
        take_step(story=row, actor=actor, name="refuse", now=now, reason=comment.strip())
        tell(
            story=row, event=f"refused:{consent.pk}", to=[row.author, row.changed_by, row.contact],
            text=f"{actor.name}さんから、直してほしいところがあります", details=comment.strip(), topic=Topic.TURN,
            by=actor, now=now,
        )  # fmt: skip
    return row


def _pass_on_if_all_agreed(story: Story, actor: User, now: dt.datetime) -> None:
    if StoryConsent.objects.filter(story=story, version=story.version).exclude(said=Said.YES).exists():
        return
    take_step(story=story, actor=actor, name="pass_on", now=now)
    day = timezone.localdate(now)
    people = [desk_of(story=story, day=day), section_head(day=day)]
    tell(
        story=story, event="agreed", to=[person for person in people if person and person.pk != story.changed_by_id],
        text="同意がそろいました。公開前に確かめてください", topic=Topic.TURN, by=actor, now=now,
    )  # fmt: skip
