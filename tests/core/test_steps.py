"""What the steps of every kind of case share."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied

from minato_dx.core.steps import require, who_was_quicker


@dataclass
class Line:
    actor_name: str
    created_at: dt.datetime


# 9:05 in the city.
AT = dt.datetime(2026, 11, 4, 0, 5, tzinfo=dt.UTC)


def test_who_was_quicker_is_named_with_the_citys_time() -> None:
    told = who_was_quicker(thing="この提案", state="共有中", last=Line("港 花子", AT))

    assert told.startswith("この提案は、港 花子さんが11月4日9:05に「共有中」にしました。")
    assert "画面を開き直して" in told


@pytest.mark.parametrize("last", [None, Line("", AT)])
def test_the_clock_has_no_name_and_gets_none(last: Line | None) -> None:
    told = who_was_quicker(thing="この提案", state="期限切れ", last=last)

    assert told.startswith("この提案は「期限切れ」です。")
    assert "さん" not in told


def test_what_is_not_allowed_is_refused() -> None:
    require(True)
    with pytest.raises(PermissionDenied):
        require(False)
