"""Questions about shared proposals: on the page that all staff read, and for the desk."""

from collections.abc import Sequence

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from minato_dx.organization.models import DivisionVersion, User
from proposals.models import Proposal, StaffQuestion
from proposals.permissions import is_at_desk

OPEN, ANSWERED = "", "answered"
QUESTION_TABS = {OPEN: "返事待ち", ANSWERED: "答えたもの"}


def with_division_name(rows: QuerySet[StaffQuestion]) -> QuerySet[StaffQuestion]:
    """Add ``division_name``, as it was called on the day of the question."""
    day = TruncDate("asked_at", tzinfo=timezone.get_default_timezone())
    names = DivisionVersion.objects.filter(division=OuterRef("division"), valid_from__lte=OuterRef("day"))
    name = Coalesce(Subquery(names.order_by("-valid_from").values("name")[:1]), Value(""))
    found: QuerySet[StaffQuestion] = rows.annotate(day=day).annotate(division_name=name)
    return found


def questions_about(*, proposal: Proposal, user: User) -> Sequence[StaffQuestion]:
    """Return what was asked and answered, and what waits of one's own; to the desk all that waits. One query.

    Who asked is told to nobody but the desk: the page names the division.
    """
    rows = with_division_name(StaffQuestion.objects.filter(proposal=proposal))
    if not is_at_desk(user):
        rows = rows.filter(Q(answered_at__isnull=False) | Q(asker=user))
    return list(rows.select_related("asker", "answered_by"))


def questions_in_tab(*, user: User, tab: str) -> QuerySet[StaffQuestion]:
    """Return the questions that wait, the oldest first, or those answered, the newest first; for the desk."""
    rows = with_division_name(StaffQuestion.objects.filter(proposal__in=Proposal.objects.visible_to(user)))
    rows = rows.select_related("asker", "answered_by", "proposal__assignee", "proposal__company")
    if tab == ANSWERED:
        return rows.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")
    return rows.filter(answered_at__isnull=True).order_by("asked_at", "pk")


def question_tab_counts(*, user: User) -> dict[str, int]:
    """Return how many questions stand in each tab. Two queries."""
    rows = StaffQuestion.objects.filter(proposal__in=Proposal.objects.visible_to(user))
    return {tab: rows.filter(answered_at__isnull=tab == OPEN).count() for tab in QUESTION_TABS}


def question_of(*, proposal: Proposal, pk: int) -> StaffQuestion | None:
    """Return the question of that number about the proposal. One query."""
    rows = with_division_name(StaffQuestion.objects.filter(proposal=proposal, pk=pk))
    return rows.select_related("asker", "answered_by").first()
