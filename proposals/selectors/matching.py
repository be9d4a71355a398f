"""Open consultations that a proposal might serve, for the desk alone; the vendor never hears of them.

The first sentences are compared, by pairs of characters, and of the open ones the newest ``COMPARED``; no dictionary is
asked, so that the desk judges each pair.
"""

from dataclasses import dataclass

from consultations.models import Consultation
from minato_dx.core.likeness import common_words, likeness, pairs_of, weights_of
from minato_dx.organization.models import User
from proposals.enums import MatchState
from proposals.models import Match, Proposal

COMPARED = 2000
SHOWN = 10
ON_PAGE = 3
# A shared field of work alone is worth so much; without one the words have to be alike.
FIELD_WORTH = 0.15
ENOUGH = 0.15


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A consultation, why it might be served, and what the desk has said of the pair."""

    case: Consultation
    reasons: list[str]
    match: Match | None

    @property
    def is_introduced(self) -> bool:
        return self.match is not None and self.match.state == MatchState.INTRODUCED

    @property
    def is_dismissed(self) -> bool:
        return self.match is not None and self.match.state == MatchState.DISMISSED


def suggestions(*, proposal: Proposal, user: User) -> list[Suggestion]:
    """Return the likeliest open consultations among those the user may see; dismissed ones last. Four queries."""
    rows = Consultation.objects.visible_to(user).open()
    lines = list(rows.order_by("-pk").values_list("pk", "field_id", "title")[:COMPARED])
    pairs = {pk: pairs_of(title) for pk, _field, title in lines}
    weights = weights_of(pairs.values())
    own = pairs_of(f"{proposal.title} {proposal.problem} {proposal.for_whom}")
    fields = set(proposal.fields.values_list("pk", flat=True))
    matches = {match.consultation_id: match for match in Match.objects.filter(proposal=proposal)}
    scored = []
    for pk, field, title in lines:
        shares_field = field in fields
        score = likeness(own, pairs[pk], weights) + FIELD_WORTH * shares_field
        if pk not in matches and score < ENOUGH:
            continue
        words = common_words(title, f"{proposal.title} {proposal.problem}")
        if pk in matches or shares_field or words:
            reasons = (["分野が同じ"] if shares_field else []) + ([f"「{words}」"] if words else [])
            scored.append((_is_dismissed(matches.get(pk)), -score, pk, reasons))
    best = sorted(scored)[:SHOWN]
    cases = Consultation.objects.visible_to(user).select_related("assignee").in_bulk([pk for *_rest, pk, _ in best])
    return [Suggestion(cases[pk], reasons, matches.get(pk)) for *_rest, pk, reasons in best if pk in cases]


def best_suggestions(*, proposal: Proposal, user: User) -> list[Suggestion]:
    """Return the few that the proposal's own page shows while it goes on, without what does not fit. Four queries."""
    if not proposal.is_open:
        return []
    return [one for one in suggestions(proposal=proposal, user=user) if not one.is_dismissed][:ON_PAGE]


def _is_dismissed(match: Match | None) -> bool:
    return match is not None and match.state == MatchState.DISMISSED


def introduced_to(*, case: Consultation, user: User) -> list[Match]:
    """Return the proposals that the desk has introduced to a consultation. One query."""
    rows = Match.objects.filter(consultation=case, state=MatchState.INTRODUCED)
    return list(rows.filter(proposal__in=Proposal.objects.visible_to(user)).select_related("proposal__company", "by"))
