"""What the city has settled about its leaders."""

import datetime as dt

from leaders.enums import LetterKind
from leaders.models import LeaderSettings, LetterTemplate
from minato_dx.core.calendar import fiscal_year, fiscal_year_dates

FIRST_WORDING = {
    LetterKind.APPOINT: ("任命書", "{city}ＤＸ推進リーダーを命ずる\n任期は{term_end}までとする"),
    LetterKind.COMMISSION: ("委嘱書", "{city}ＤＸ推進リーダーを委嘱する\n任期は{term_end}までとする"),
    LetterKind.RELEASE: ("辞令", "{city}ＤＸ推進リーダーを解く"),
}


def leader_settings() -> LeaderSettings:
    """Return the settings in force; the defaults where an administrator has saved none yet."""
    return LeaderSettings.objects.filter(pk=1).first() or LeaderSettings(pk=1)


def wording_of(kind: LetterKind) -> tuple[str, str]:
    """Return title and body of the letters of ``kind``: the administrators' own, or the first ones."""
    own = LetterTemplate.objects.filter(kind=kind).first()
    return (own.title, own.body) if own else FIRST_WORDING[kind]


def term_end(*, starts_on: dt.date, years: int) -> dt.date:
    """Return the day on which a term that starts on ``starts_on`` is over: 1 April after ``years`` fiscal years."""
    return fiscal_year_dates(fiscal_year(starts_on) + years)[0]
