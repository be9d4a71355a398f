"""Reviews of a proposal: two people, each blind to the other until their own is in."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from proposals.enums import Advice, Criterion, State
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import ConflictDeclaration, Proposal, Review, ReviewScore
from proposals.permissions import can_work_on, is_at_desk
from proposals.services.steps import lock
from proposals.services.telling import tell

REVIEWERS = 2
SCORES = range(1, 6)


@transaction.atomic
def ask_reviewers(*, proposal: Proposal, people: Sequence[User], actor: User, now: dt.datetime) -> list[Review]:
    """Ask two members of the desk for their review; who was asked before and has not given it is replaced.

    Raises ProposalError for another number, the same person twice, and somebody with a declared conflict of interest.
    """
    proposal = lock(proposal)
    require(can_work_on(actor, proposal))
    if proposal.state != State.SCREENING:
        raise StateConflict("審査をお願いできるのは、審査中の提案です。")
    if len({person.pk for person in people}) != REVIEWERS or len(people) != REVIEWERS:
        raise ProposalError(f"審査する人を、{REVIEWERS}人選んでください。", "people")
    if not all(is_at_desk(person) for person in people):
        raise ProposalError("審査する人は、デジタル改革担当の職員から選んでください。", "people")
    conflicted = ConflictDeclaration.objects.filter(proposal=proposal, user__in=people, has_conflict=True)
    if conflicted.exists():
        raise ProposalError("利害関係を申告している人は、審査できません。ほかの人を選んでください。", "people")
    proposal.reviews.filter(given_at__isnull=True).exclude(reviewer__in=people).delete()
    rows = []
    for person in people:
        row, is_new = Review.objects.get_or_create(proposal=proposal, reviewer=person, defaults={"asked_at": now})
        rows.append(row)
        if is_new:
            tell(
                proposal=proposal,
                event=f"review:{row.pk}",
                to=[person],
                by=actor,
                text="提案の審査をお願いします",
                details=proposal.title,
                topic=Topic.TURN,
                now=now,
            )
    return rows


@transaction.atomic
def give_review(
    *,
    proposal: Proposal,
    actor: User,
    scores: Mapping[str, int],
    advice: Advice,
    comment: str,
    now: dt.datetime,
) -> Review:
    """Keep a reviewer's scores and advice. Once given it stands.

    Raises PermissionDenied for whoever was not asked, StateConflict once it is given or the screening is over, and
    ProposalError for a missing score or comment, or where the reviewer has a conflict of interest.
    """
    proposal = lock(proposal)
    row = Review.objects.select_for_update().filter(proposal=proposal, reviewer=actor).first()
    require(row is not None)
    if row is None or row.given_at is not None:
        raise StateConflict("審査は、もう出されています。")
    if proposal.state != State.SCREENING:
        raise StateConflict("この提案の審査は、終わりました。")
    if ConflictDeclaration.objects.filter(proposal=proposal, user=actor, has_conflict=True).exists():
        raise ProposalError("利害関係を申告しているので、審査できません。担当に知らせてください。")
    if set(scores) != set(Criterion.values) or any(score not in SCORES for score in scores.values()):
        raise ProposalError("すべての観点に、1から5のどれかを選んでください。")
    if is_blank(comment):
        raise ProposalError("意見の理由を書いてください。", "comment")
    row.advice, row.comment, row.given_at = advice, comment.strip(), now
    row.save()
    ReviewScore.objects.bulk_create(
        ReviewScore(review=row, criterion=criterion, score=scores[criterion]) for criterion in Criterion.values
    )
    if not proposal.reviews.filter(given_at__isnull=True).exists():
        tell(
            proposal=proposal,
            event=f"reviewed:{row.pk}",
            to=[proposal.assignee],
            by=actor,
            text="審査がそろいました",
            topic=Topic.TURN,
            now=now,
        )
    return row
