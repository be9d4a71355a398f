"""Somebody from elsewhere registers to come, and chooses from the programme, at the public door."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.dateparse import parse_datetime

from minato_dx.core.text import is_blank
from minato_dx.door.forms import mail_field, read_field
from minato_dx.door.offers import Answers, Step, StepForm, SubmissionKind, Words, first_answer
from showcase.enums import VISIT_KIND, VisitorKind
from showcase.forms.door.choosing import ExhibitionField, Published, chosen_in, exhibitions_for, offer_exhibitions

NONE_OPEN = "いま、来場の登録を受け付けている展示会はありません。受け付けを始めるときに、このページでお知らせします。"
GONE = "この展示会は、来場の登録を受け付けていません。"
FULL = "満席です。空き待ちになります"
KINDS = [(one.value, one.label) for one in (VisitorKind.OFFICIAL, VisitorKind.VENDOR)]
ACTIVE = ("confirmed", "offered", "waiting")


class VisitorStep(StepForm):
    """Which exhibition, and who comes: no more than the reception needs."""

    exhibition = ExhibitionField()
    kind = forms.ChoiceField(
        label="どちらの方ですか",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "どちらの方かを選んでください。"},
    )
    organization = forms.CharField(
        label="団体・会社の名前",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "団体・会社の名前を入れてください。"},
    )
    name = forms.CharField(
        label="氏名",
        max_length=80,
        help_text="会場の受付で、お呼びするためだけに使います。",
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "w-6"}),
        error_messages={"required": "氏名を入れてください。"},
    )
    mail = mail_field()
    has_read = read_field()

    def __init__(self, *args: Any, published: Published, **kwargs: Any) -> None:
        super().__init__(*args, published=published, **kwargs)
        self.found = exhibitions_for(published, "visits")
        offer_exhibitions(self, self.found)
        open_to = {kind for one in self.found for kind in one["kinds"]}
        self.offer("kind", [choice for choice in KINDS if choice[0] in open_to])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = next((one for one in self.found if str(one["id"]) == data.get("exhibition")), None)
        if chosen is not None and data.get("kind") and data["kind"] not in chosen["kinds"]:
            label = self.label_of("kind", data["kind"])
            self.add_error("kind", f"この展示会には、{label}は来場できません。ほかの展示会から選んでください。")
        for name in ("organization", "name"):
            if name in data and is_blank(data[name]):
                self.add_error(name, f"{self.fields[name].label}を入れてください。")
        return data


class ProgrammeStep(StepForm):
    """Which seminars, and when to come in. Nothing chosen is fine: one may also just come."""

    marked_optional = ("items",)

    items = forms.MultipleChoiceField(
        label="予約するもの",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選ばなくても来場できます。席は、届いた順にお取りして、結果をメールでお知らせします。",
        error_messages={"invalid_choice": "もう予約できないものが入っています。選び直してください。"},
    )

    def __init__(self, *args: Any, published: Published, **kwargs: Any) -> None:
        super().__init__(*args, published=published, **kwargs)
        chosen = chosen_in(published, self.answers, "visitor", "visits")
        self.programme: list[Published] = list(chosen["items"]) if chosen else []
        self.offer("items", [(one["thing"], _label(one)) for one in self.programme])

    def get_layout(self) -> Layout:
        # Each is a long line: two side by side would be read by nobody on a phone.
        return Layout(Div("items", css_class="choices-below-each-other"))

    def clean_items(self) -> list[str]:
        chosen = self.cleaned_data["items"]
        rows = sorted((one for one in self.programme if one["thing"] in chosen), key=lambda one: str(one["starts"]))
        for first, second in zip(rows, rows[1:], strict=False):
            if second["starts"] < first["ends"]:
                raise forms.ValidationError(
                    f"「{first['title']}」と「{second['title']}」の時間が重なっています。どちらかを外してください。"
                )
        return list(chosen)


def _label(one: Published) -> str:
    full = f"（{FULL}）" if one["is_full"] else ""
    return f"{one['when']} {one['title']}（{one['kind']}、{one['where']}）{full}"


def _title(_answers: Answers) -> str:
    return "庁内DX展示会への来場"


def _mail(answers: Answers) -> str:
    return first_answer(answers, "visitor", "mail").strip()


def _refuse(published: Published, answers: Answers, _day: dt.date) -> str:
    if answers:
        return "" if chosen_in(published, answers, "visitor", "visits") else GONE
    return "" if exhibitions_for(published, "visits") else NONE_OPEN


def _refuse_act(page: Mapping[str, Any], action: str, thing: str, now: dt.datetime) -> str:
    seat = next((one for one in page.get("seats", []) if one["thing"] == thing), None)
    state = seat["state"] if seat else ""
    if action == "reserve":
        is_new = thing.isascii() and thing.isdigit() and state not in ACTIVE
        return "" if is_new and page.get("is_open") else "これは、いま予約できません。"
    if action == "cancel":
        return "" if state in ACTIVE else "この予約は、もうありません。"
    if action in ("accept", "decline"):
        until = parse_datetime(str(seat["until"])) if seat and state == "offered" else None
        return "" if until is not None and now < until else "ご案内の期限が過ぎました。"
    return "この操作は、できません。"


VISIT = SubmissionKind(
    name=VISIT_KIND,
    title="庁内DX展示会への来場",
    lead="ほかの自治体・団体の方と、企業の方の来場を受け付けています。セミナーの席も予約できます。",
    notes_template="showcase/door/visit_notes.html",
    steps=(
        Step("visitor", "来場される方", "来場される方", VisitorStep),
        Step("programme", "予約", "予約するもの", ProgrammeStep),
    ),
    title_of=_title,
    mail_of=_mail,
    page="exhibitions",
    refuse=_refuse,
    status_template="showcase/door/visit_status.html",
    refuse_act=_refuse_act,
    is_revisable=False,
    words=Words(
        waiting="届けています。数分でここに結果が出ます",
        taken_over="お名前などは、公開のこの場所から庁内に移しました。",
        not_revisable="",
        withdraw="来場の登録を取り消す",
        withdrawn="取り消し",
        withdraw_ask="の登録を取り消しますか",
        withdrawing="取り消すと、予約もすべて取り消し、お名前とメールアドレスを消します。元には戻せません。もう一度登録することはできます。",
    ),
)
