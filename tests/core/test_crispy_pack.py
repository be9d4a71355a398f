"""The crispy pack "portal" against golden HTML, compared as HTML: white space and the order of attributes are free.

The golden files are the design system's own mark-up; they change when the design does.
"""

from pathlib import Path

import pytest
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.template import Context, Template
from django.test.html import parse_html

from minato_dx.core.fields import AmountField, CountField, DayField
from minato_dx.core.forms import PortalForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField, Section, UnitField

GOLDEN = Path(__file__).parent / "golden"
URGENCY = [("none", "急がない"), ("month", "今月中に")]


class Sheet(PortalForm):
    """One field of every shape."""

    not_done = "まだ送っていません"
    form_tag = False

    trouble = forms.CharField(
        label="困っていること", help_text="1文だけで送れます。", widget=forms.Textarea(attrs={"rows": 3}), max_length=20
    )
    urgency = forms.ChoiceField(label="急ぎですか", choices=URGENCY, widget=forms.RadioSelect, required=False)
    field = forms.ChoiceField(label="分野", choices=[("", "選んでください"), ("unknown", "わからない")])
    media = forms.MultipleChoiceField(
        label="媒体", choices=[("paper", "紙"), ("phone", "電話")], widget=forms.CheckboxSelectMultiple
    )
    is_private = forms.BooleanField(label="非公開にする", required=False, help_text="所属長には見えます。")
    meet_on = DayField(label="会いたい日", required=False)
    cases = CountField(label="年間件数")
    minutes = AmountField(label="1件当たり", help_text="ふだんの時間です。")
    photo = forms.FileField(label="写真", required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="t1")


def sheet_of(*shown, data=None):
    """Return the sheet with only ``shown`` of its layout."""
    form = Sheet(data)
    form.get_layout = lambda: Layout(*shown)
    form.helper.form_show_errors = False
    return form


def assert_golden(name: str, html: str) -> None:
    golden = (GOLDEN / f"{name}.html").read_text(encoding="utf-8")
    assert parse_html(html) == parse_html(golden), f"{name}.html is not:\n{html}"


FILLED_WRONGLY = {"trouble": "あ" * 21, "meet_on": "きのう", "cases": "たくさん", "minutes": "7.25", "token": "t1"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("textarea", ["trouble"]),
        ("radios", [Choices("urgency", hints={"month": "月末までにお返事します"})]),
        ("select", ["field"]),
        ("tick_boxes", ["media"]),
        ("tick", ["is_private"]),
        ("day", ["meet_on"]),
        ("unit", [UnitField("cases", "件/年")]),
        ("unit_with_hint", [UnitField("minutes", "分/件", optional=True, width="w-3")]),
        ("file", ["photo"]),
        ("hidden", ["token"]),
        ("row", [FieldRow(UnitField("cases", "件/年"), OptionalField("minutes"))]),
        ("section", [Section("s2", "2 件数と時間", UnitField("cases", "件/年"), text="分かる範囲で書いてください。")]),
        ("buttons", [Buttons("相談を送る", Button("やめる", url="/"), Button("下書き", "btn-link", "act", "draft"))]),
        ("div_and_fieldset", [Div(Fieldset("いつ会うか", "meet_on"), css_class="stack", css_id="when")]),
        ("submit", [Submit("act", "送る")]),
    ],
)
def test_a_field_at_rest(name, shown):
    assert_golden(name, render_crispy_form(sheet_of(*shown)))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("textarea_error", ["trouble"]),
        ("tick_boxes_error", ["media"]),
        ("select_error", ["field"]),
        ("day_error", ["meet_on"]),
        ("unit_error", [UnitField("minutes", "分/件")]),
    ],
)
def test_a_field_to_mend_says_how_and_keeps_what_was_typed(name, shown):
    assert_golden(name, render_crispy_form(sheet_of(*shown, data=FILLED_WRONGLY)))


def test_the_summary_links_every_message_to_its_field():
    form = Sheet(FILLED_WRONGLY)

    assert_golden("summary", Template("{% error_summary form %}").render(Context({"form": form})))


def test_a_form_without_errors_has_no_summary():
    assert Template("{% error_summary form %}").render(Context({"form": Sheet()})).strip() == ""


def test_a_whole_form_has_its_tag_its_token_and_its_button():
    class Whole(PortalForm):
        submit_label = "名前を変える"
        form_id = "rename"
        name = forms.CharField(label="名前")

    html = render_crispy_form(Whole(), context={"csrf_token": "abc"})

    assert_golden("whole_form", html)


def test_a_form_that_sends_by_get_has_no_token():
    class Filter(PortalForm):
        form_method = "get"
        q = forms.CharField(label="ことば", required=False)

    assert "csrfmiddlewaretoken" not in render_crispy_form(Filter(), context={"csrf_token": "abc"})


@pytest.mark.django_db
def test_a_form_of_djangos_own_looks_the_same():
    form = SetPasswordForm(user=None)

    html = Template("{% load crispy_forms_tags %}{{ form.new_password2|as_crispy_field }}").render(
        Context({"form": form})
    )

    assert_golden("django_password", html)


def test_the_crispy_filter_draws_every_field_and_the_summary():
    form = Sheet(FILLED_WRONGLY)
    html = Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))

    assert "data-error-summary" in html
    assert [name for name in form.fields if f'name="{name}"' not in html] == []


def test_a_formset_draws_each_form_with_its_own_ids():
    formset = forms.formset_factory(Sheet, extra=2)()

    html = render_crispy_form(formset, Sheet().helper, {"csrf_token": "abc"})

    assert 'for="id_form-0-trouble"' in html
    assert 'for="id_form-1-trouble"' in html
    assert 'name="form-TOTAL_FORMS"' in html


def test_a_formset_says_what_is_wrong_with_the_whole():
    formset = forms.formset_factory(Sheet)({"form-TOTAL_FORMS": "x", "form-INITIAL_FORMS": "0"})
    formset.is_valid()

    assert "notice--error" in render_crispy_form(formset, Sheet().helper, {"csrf_token": "abc"})


def test_a_field_that_the_form_does_not_have_is_an_error():
    with pytest.raises(Exception, match="Could not resolve form field"):
        render_crispy_form(sheet_of("troubel"))
