"""Numbered letters (辞令・任命書): drawn with the decision, in the words of that day."""

import datetime as dt

from leaders.enums import Kind, LetterKind
from leaders.models import Decision, Letter, Recommendation
from leaders.selectors.settings import leader_settings, term_end, wording_of
from minato_dx.core.calendar import fiscal_year, wareki
from minato_dx.organization.enums import Office
from minato_dx.organization.models import User
from minato_dx.organization.selectors import office_holder
from minato_dx.reference.services import draw_number

SERIES = "leader_letter"


def draw_letter(*, decision: Decision, recommendation: Recommendation, now: dt.datetime) -> Letter:
    """Draw the letter of an approval under the next number of its fiscal year; inside the caller's transaction."""
    settings = leader_settings()
    kind = LetterKind.RELEASE if recommendation.kind == Kind.RELEASE else LetterKind(recommendation.letter_kind)
    title, wording = wording_of(kind)
    year = fiscal_year(decision.publish_on)
    last_day = term_end(starts_on=recommendation.effective_on, years=settings.term_years) - dt.timedelta(days=1)
    signer = _signer(decision)
    return Letter.objects.create(
        fiscal_year=year,
        serial=draw_number(series=SERIES, fiscal_year=year),
        decision=decision,
        person=recommendation.candidate,
        division=recommendation.division,
        kind=kind,
        mark=settings.number_mark,
        title=title,
        addressee_post=_post_of(recommendation),
        addressee_name=recommendation.candidate.name,
        body=filled(wording, city=settings.city_name, last_day=last_day),
        issued_on=decision.publish_on,
        signer_title=settings.signer_title,
        signer_name=signer.name,
        created_at=now,
    )


def filled(wording: str, *, city: str, last_day: dt.date) -> str:
    """Return the wording with its two places filled in; whatever else stands in braces stays as it is."""
    return wording.replace("{city}", city).replace("{term_end}", wareki(last_day))


def _post_of(recommendation: Recommendation) -> str:
    place = f"{recommendation.department_name}{recommendation.division_name}"
    return "　".join(part for part in (place, recommendation.candidate_post) if part)


def _signer(decision: Decision) -> User:
    """The letter is the CIO's, also where the deputy decided: whoever holds the office on the day of publication."""
    holder = office_holder(office=Office.CIO, day=decision.publish_on)
    return holder or decision.on_behalf_of or decision.decided_by
