"""The same thing twice: earlier proposals of the same company or of much the same words, each with the reason.

Words are compared by pairs of characters, and no dictionary is asked: 「読取」 and 「読み取り」 share nothing, and a
text of a few characters is like many. So the desk is shown what might be the same, and says itself what is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from minato_dx.core.likeness import common_words, likeness, pairs_of, weights_of
from minato_dx.organization.models import User
from proposals.enums import State
from proposals.models import Proposal, TransitionLog

# The newest so many are compared; a desk has some hundreds a year.
COMPARED = 2000
SHOWN = 5
# From here on two titles or texts are said to be alike.
ALIKE = 0.3
# A title of fewer characters than this is like too many.
SHORTEST_TITLE = 4
SAME_COMPANY, SAME_TITLE, SAME_TEXT = "同じ事業者", "件名が似ている", "内容が似ている"
APART, NOT_APART = "set_apart", "not_apart"


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier proposal, why it is shown, how alike it is, from 0 to 1, and whether the desk said it is another."""

    proposal: Proposal
    reasons: list[str]
    score: float
    is_apart: bool = False


def alike_proposals(*, proposal: Proposal, user: User) -> list[Alike]:
    """Return earlier proposals like this one, the likest first, those that are another thing last. Four queries."""
    apart = set_apart_from(proposal)
    found = alike(
        title=proposal.title, problem=proposal.problem, company_id=proposal.company_id, before=proposal.pk, user=user
    )
    lines = [Alike(one.proposal, one.reasons, one.score, one.proposal.number in apart) for one in found]
    return sorted(lines, key=lambda one: one.is_apart)


def alike_titles(*, title: str, user: User, before: Proposal | None = None) -> list[Alike]:
    """Return proposals of much the same title, whatever company they are of. At most three queries.

    ``before`` is the proposal whose title it is: what came later, what it is linked with, and what the desk said is
    another thing are left out.
    """
    if len(title.strip()) < SHORTEST_TITLE:
        return []
    found = alike(title=title, problem="", company_id=None, user=user, before=before.pk if before else None)
    apart = set_apart_from(before) if before and found else frozenset()
    linked = before.same_as_id if before else None
    return [one for one in found if one.proposal.number not in apart and one.proposal.pk != linked]


def set_apart_from(proposal: Proposal) -> Collection[str]:
    """Return the numbers of what the desk said is another thing than this proposal. One query."""
    rows = TransitionLog.objects.filter(proposal=proposal, name__in=(APART, NOT_APART)).order_by("created_at", "pk")
    last = dict(rows.values_list("reason", "name"))
    return frozenset(number for number, name in last.items() if name == APART)


def alike(*, title: str, problem: str, company_id: int | None, user: User, before: int | None = None) -> list[Alike]:
    """Return proposals like these words, of the same company first. Three queries; nothing confidential is compared.

    Without ``problem`` the titles alone are compared, which is quick enough for every page.
    """
    rows = Proposal.objects.visible_to(user).exclude(state=State.MERGED)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    columns = ("pk", "company_id", "title") + (("problem",) if problem else ())
    lines = list(rows.order_by("-pk").values_list(*columns)[:COMPARED])
    pairs = {pk: (pairs_of(one), pairs_of("".join(text))) for pk, _company, one, *text in lines}
    weights = weights_of(titles | texts for titles, texts in pairs.values())
    own = pairs_of(title), pairs_of(problem)
    found: list[tuple[float, int, list[str]]] = []
    for pk, company, other_title, *_text in lines:
        by_title, by_text = (likeness(own[at], pairs[pk][at], weights) for at in (0, 1))
        is_same_company = company_id is not None and company == company_id
        reasons = _reasons(is_same_company, by_title, by_text, title, other_title)
        if reasons:
            found.append((max(by_title, by_text) + is_same_company, pk, reasons))
    return _with_rows(sorted(found, key=lambda line: (-line[0], -line[1]))[:SHOWN])


def _reasons(is_same_company: bool, by_title: float, by_text: float, title: str, other: str) -> list[str]:
    reasons = [SAME_COMPANY] if is_same_company else []
    if by_title >= ALIKE:
        words = common_words(title, other)
        reasons.append(f"{SAME_TITLE}（「{words}」）" if words else SAME_TITLE)
    return [*reasons, SAME_TEXT] if by_text >= ALIKE else reasons


def _with_rows(found: Sequence[tuple[float, int, list[str]]]) -> list[Alike]:
    rows = Proposal.objects.select_related("company", "assignee").prefetch_related("answers")
    by_pk = rows.in_bulk([pk for _score, pk, _reasons in found])
    return [Alike(by_pk[pk], reasons, score) for score, pk, reasons in found]
