"""Words of the leaders' pages."""

import datetime as dt
import re

from django import template

from minato_dx.core import calendar
from minato_dx.core.text import number_in_kanji

register = template.Library()


@register.filter
def fiscal_year_label(year: int) -> str:
    """Return ``令和8年度``."""
    return calendar.fiscal_year_label(year)


@register.filter
def day_before(day: dt.date) -> dt.date:
    """Return the last day of what is over on ``day``."""
    return day - dt.timedelta(days=1)


@register.filter
def kanji_number(number: int) -> str:
    """Return a positive whole number below 10,000 as letters write it: ``三十一``."""
    return number_in_kanji(number)


@register.filter
def kanji_numerals(text: str) -> str:
    """Return ``text`` with each number in kanji: ``令和八年十二月一日``."""
    return re.sub(r"\d+", lambda found: number_in_kanji(int(found[0])), text)


@register.filter
def score_at(scores: dict[str, float], stage: str) -> float | None:
    """Return what was said at the stage, or None."""
    return scores.get(stage)


@register.filter
def tenfold(score: float) -> float:
    """Return how long the bar of a score is, in a picture 50 wide."""
    return score * 10
