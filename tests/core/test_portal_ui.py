import datetime as dt
import re
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.test import RequestFactory
from django.test.html import parse_html

from minato_dx.core import badges
from minato_dx.core.enums import Mark, Tone
from minato_dx.core.paging import Paginator

NOW = "2026-11-24 10:42+09:00"  # a Tuesday after a holiday
JST = dt.timezone(dt.timedelta(hours=9))
ROOT = Path(settings.BASE_DIR)
ICONS = '<use href="/static/img/icons.svg#i-{}"/>'


class State(Enum):
    RECEIVED = ("受付", "dx", "inbox")

    def __init__(self, label, tone, icon):
        self.label, self.tone, self.icon = label, tone, icon


def draw(source: str, **context) -> str:
    return Template(source).render(Context(context))


def words(html: str) -> str:
    """Return what is read aloud, with white space joined."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def at(day: str, time: str = "17:15") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day} {time}").replace(tzinfo=JST)


# --- Icons and badges ------------------------------------------------------------------------------------
def test_an_icon_is_a_picture_of_the_sprite_that_is_not_read_aloud():
    assert draw('{% icon "clock" %}') == (f'<svg class="icon" aria-hidden="true">{ICONS.format("clock")}</svg>')


def sprite_names() -> set[str]:
    return set(re.findall(r'<symbol id="i-([a-z]+)"', (ROOT / "static/img/icons.svg").read_text()))


def test_every_icon_of_a_template_is_in_the_sprite():
    asked = {
        (name, path.name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]*)" %}', path.read_text())
    }

    assert asked
    assert {(name, path) for name, path in asked if name not in sprite_names()} == set()


def test_every_mark_has_its_icon_in_the_sprite():
    assert {mark.icon for mark in Mark} <= sprite_names()


def test_every_tone_has_its_colours():
    css = (ROOT / "static/css/portal.css").read_text()

    assert {tone for tone in Tone if f".state--{tone} {{" not in css} == set()


def test_state_draws_the_enum_member():
    html = draw("{% state member %}", member=State.RECEIVED)

    assert html == f'<span class="state state--dx">{badges.icon("inbox")}受付</span>'


@pytest.mark.parametrize(
    ("name", "label"), [("your_turn", "あなたの番"), ("overdue", "期限超過"), ("private", "非公開")]
)
def test_marks_stand_beside_the_state(name, label):
    assert words(draw("{% mark name %}", name=name)) == label


def test_an_unknown_mark_is_an_error():
    with pytest.raises(KeyError):
        draw('{% mark "urgent" %}')


def test_badges_escape_their_words():
    member = SimpleNamespace(label="<b>", tone="dx", icon="inbox")

    assert "&lt;b&gt;" in draw("{% state member %}", member=member)


@pytest.mark.parametrize(
    ("number", "expected"), [(None, ""), (0, ""), (1, "1件"), (99, "99件"), (100, "99+件"), (250, "99+件")]
)
def test_count(number, expected):
    assert words(draw("{% count number %}", number=number)) == expected


# --- Promises --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due", "tone", "icon", "text"),
    [
        (at("2026-11-27"), "", "clock", "初回返信 11月27日(金)"),
        (at("2026-11-26", "14:00"), "", "clock", "初回返信 11月26日(木) 14:00"),
        (dt.date(2026, 11, 27), "", "clock", "初回返信 11月27日(金)"),
        (at("2026-11-25"), "soon", "clock", "初回返信 11月25日(水)"),
        (at("2026-11-24"), "soon", "clock", "初回返信 きょう 17:15まで"),
        (at("2026-11-24", "14:00"), "soon", "clock", "初回返信 きょう 14:00"),
        (at("2026-11-24", "9:00".zfill(5)), "late", "alert", "初回返信 11月24日(火) 期限を過ぎました"),
        (at("2026-11-20"), "late", "alert", "初回返信 11月20日(金) 1開庁日超過"),
        (at("2026-11-18"), "late", "alert", "初回返信 11月18日(水) 3開庁日超過"),
        (at("2026-11-23"), "late", "alert", "初回返信 11月23日(月) 1開庁日超過"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_promise(due, tone, icon, text):
    html = draw('{% promise "初回返信" due %}', due=due)

    assert words(html) == text
    assert f'class="promise{f" promise--{tone}" if tone else ""}"' in html
    assert ICONS.format(icon) in html


@time_machine.travel("2026-11-20 09:00+09:00", tick=False)
def test_the_working_day_before_is_near_even_over_a_long_weekend():
    assert "promise--soon" in draw('{% promise "回答" due %}', due=at("2026-11-24"))


@time_machine.travel("2026-11-24 18:00+09:00", tick=False)
def test_a_promise_of_today_is_late_once_the_office_has_closed():
    assert words(draw('{% promise "回答" due %}', due=at("2026-11-24"))) == "回答 11月24日(火) 期限を過ぎました"


@time_machine.travel("2026-11-24 16:00Z", tick=False)
def test_the_day_is_counted_in_japan():
    assert words(draw('{% promise "回答" due %}', due=at("2026-11-25"))) == "回答 きょう 17:15まで"


@time_machine.travel(NOW, tick=False)
def test_days_on_which_the_city_is_closed_are_not_counted():
    html = badges.promise("回答", at("2026-11-18"), closed={dt.date(2026, 11, 19), dt.date(2026, 11, 20)})

    assert words(html) == "回答 11月18日(水) 1開庁日超過"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ("paused=True", "停止中 回答 11月20日(金)"),
        ("done=True", "回答 11月20日(金)に済み"),
        ("paused=True done=True", "回答 11月20日(金)に済み"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_stopped_or_kept_promise_is_never_late(options, text):
    html = draw(f'{{% promise "回答" due {options} %}}', due=at("2026-11-20"))

    assert words(html) == text
    assert "promise--" not in html


@time_machine.travel(NOW, tick=False)
def test_a_promise_without_words_says_until_when():
    assert words(draw('{% promise "" due %}', due=at("2026-11-30"))) == "11月30日(月)まで"


def test_nothing_promised_is_nothing_drawn():
    assert draw('{% promise "回答" None %}') == ""


# --- Blocks ----------------------------------------------------------------------------------------------
def test_person_shows_name_duty_extension_and_deputy():
    main = SimpleNamespace(name="汐見 拓也", extension="2345")
    deputy = SimpleNamespace(name="波多野 凪", extension="2346")

    html = draw('{% person main duty="子ども家庭支援部の担当" deputy=deputy %}', main=main, deputy=deputy)

    assert words(html) == "子ども家庭支援部の担当 汐見 拓也 内線 2345 副担当 波多野 凪（内線2346）"


def test_person_leaves_out_what_is_not_known():
    html = draw("{% person main small=True %}", main=SimpleNamespace(name="汐見 拓也", extension=""))

    assert words(html) == "汐見 拓也"
    assert "person--small" in html


def test_crumbs_end_with_the_page_itself():
    html = draw('{% crumbs_nav %}{% crumb "/" "ホーム" %}{% crumb "" "相談" %}{% endcrumbs_nav %}')

    assert parse_html(html) == parse_html(
        '<nav class="crumbs wrap" aria-label="現在位置"><ol><li><a href="/">ホーム</a></li>'
        '<li aria-current="page">相談</li></ol></nav>'
    )


def test_a_page_without_crumbs_has_no_landmark_for_them():
    assert draw("{% crumbs_nav %} \n {% endcrumbs_nav %}") == ""


@pytest.mark.parametrize(("kind", "role"), [("ok", "status"), ("warn", "status"), ("error", "alert"), ("info", None)])
def test_a_notice_speaks_up_according_to_its_kind(kind, role):
    html = draw("{% notice kind %}<p>{{ text }}</p>{% endnotice %}", kind=kind, text="<紙>")

    assert f'class="notice notice--{kind}"' in html
    assert (f'role="{role}"' in html) if role else ("role=" not in html)
    assert "<p>&lt;紙&gt;</p>" in html


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        (constants.SUCCESS, "ok"),
        (constants.WARNING, "warn"),
        (constants.ERROR, "error"),
        (constants.INFO, "info"),
        (constants.DEBUG, "info"),
    ],
)
def test_messages_become_notices(level, kind):
    html = draw("{% message_notice message %}", message=Message(level, "相談を受け付けました。<b>"))

    assert f"notice--{kind}" in html
    assert "<p>相談を受け付けました。&lt;b&gt;</p>" in html


def test_an_empty_state_says_what_to_do_next():
    html = draw('{% empty_state "相談はまだありません" "1文書くと、お返事します。" "/" "相談を書く" %}')

    assert words(html) == "相談はまだありません 1文書くと、お返事します。 相談を書く"
    assert '<h2 class="h3">' in html
    assert "<h3>" in draw('{% empty_state "なし" "文" level=3 %}')
    assert "<a" not in draw('{% empty_state "なし" "文" %}')


def pager(page, address="/triage/?state=received&page=2"):
    return draw("{% pager page %}", page=page, request=RequestFactory().get(address))


def test_the_pager_keeps_the_conditions_of_the_address():
    html = pager(Paginator(range(60), per_page=25).page(2))

    assert 'href="?state=received&amp;page=1"' in html
    assert 'href="?state=received&amp;page=3"' in html
    assert words(html) == "前の25件 2 / 3ページ 次の10件"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "先頭です 1 / 3ページ 次の25件"), (3, "前の25件 3 / 3ページ 最後です")]
)
def test_the_pager_says_where_the_list_begins_and_ends(number, text):
    assert words(pager(Paginator(range(60), per_page=25).page(number))) == text


def test_the_pager_says_how_to_see_what_lies_beyond_the_cap():
    page = Paginator(range(60), per_page=25, cap=50).page(2)

    assert words(pager(page)) == "前の25件 2 / 2ページ この先は、条件をしぼると見られます"


def test_a_single_page_needs_no_pager():
    assert pager(Paginator(range(25)).page()).strip() == ""


def test_autosave_status_has_its_place_before_anything_is_saved():
    html = draw("{% autosave_status %}")

    assert 'role="status"' in html
    assert words(html) == ""


def test_autosave_status_tells_when_the_draft_was_saved():
    html = draw('{% autosave_status saved_at form_id="sheet" %}', saved_at=at("2026-11-24", "10:42"))

    assert words(html) == "下書きを保存しました（10:42）"
    assert 'data-autosave-status="sheet"' in html


# --- Days, times, hours ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ moment|day }}", "11月24日(火)"),
        ("{{ moment|moment }}", "11月24日(火) 0:30"),
        ("{{ moment|wareki }}", "令和8年11月24日"),
        ("{{ moment|iso }}", "2026-11-24T00:30+09:00"),
        ("{{ date|day }}", "11月24日(火)"),
        ("{{ date|wareki }}", "令和8年11月24日"),
        ("{{ date|iso }}", "2026-11-24"),
        ("{{ none|day }}{{ none|moment }}{{ none|wareki }}{{ none|iso }}{{ none|hours }}", ""),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_days_and_moments_are_shown_in_japan(source, expected):
    moment = dt.datetime(2026, 11, 23, 15, 30, tzinfo=dt.UTC)

    assert draw(source, moment=moment, date=dt.date(2026, 11, 24), none=None) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1120, "1,120"), (Decimal("1120.00"), "1,120"), (Decimal("12.55"), "12.6"), (7.5, "7.5"), (0, "0"), (-3, "-3")],
)
def test_hours(value, expected):
    assert draw("{{ value|hours }}", value=value) == expected
