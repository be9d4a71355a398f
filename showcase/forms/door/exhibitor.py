"""A company applies for a booth, or answers an invitation, at the public door."""

import datetime as dt
from typing import Any

from django import forms

from minato_dx.core.fields import TextField
from minato_dx.core.text import is_blank
from minato_dx.door.forms import CompanyStep
from minato_dx.door.offers import Answers, Step, StepForm, SubmissionKind, Words, first_answer
from showcase.enums import EXHIBITOR_KIND, SUMMARY_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from showcase.forms.door.choosing import (
    GONE,
    ExhibitionField,
    Published,
    chosen_in,
    day_of,
    exhibitions_for,
    is_late,
    late_text,
    offer_exhibitions,
)

MOST_PEOPLE, LONGEST_NAME, LONGEST_ROLE = 10, 80, 80
NONE_OPEN = "いま、出展者を募集している展示会はありません。募集を始めるときに、このページでお知らせします。"
# What the invitation already says.
OF_THE_COMPANY = ("number", "no_number_reason", "company_name", "address")


class ApplicantStep(CompanyStep):
    """Which exhibition, which company, and whom one reaches there."""

    field_order = ("exhibition",)

    exhibition = ExhibitionField()

    def __init__(self, *args: Any, published: Published, **kwargs: Any) -> None:
        super().__init__(*args, published=published, **kwargs)
        day = day_of(published)
        offer_exhibitions(self, [one for one in exhibitions_for(published, "applies") if not is_late(one, day)])
        if published.get("company"):
            for name in OF_THE_COMPANY:
                del self.fields[name]


class ShownStep(StepForm):
    """What is shown at the booth."""

    marked_optional = ("about", "difficulty", "cost", "field")

    title = forms.CharField(
        label="見せるもの",
        max_length=TITLE_LENGTH,
        help_text="何を見せるか、1行で。例：手書きの届出書を読み取る",
        error_messages={"required": "見せるものを入れてください。1行でかまいません。"},
    )
    summary = TextField(
        label="ひとことで",
        rows=3,
        max_length=SUMMARY_LENGTH,
        help_text=f"職員の、だれのどんな仕事が、どう変わるのか。{SUMMARY_LENGTH}字まで。出展一覧に載ります。",
        error_messages={"required": "職員の仕事がどう変わるのかを、ひとことで書いてください。"},
    )
    about = TextField(label="くわしい内容", rows=5, max_length=TEXT_LENGTH, required=False)
    difficulty = TextField(
        label="つまずきやすいところ・気をつけること",
        rows=3,
        max_length=TEXT_LENGTH,
        required=False,
        help_text="うまくいった話だけより、職員の参考になります。",
    )
    cost = forms.CharField(
        label="費用", required=False, max_length=120, help_text="おおよそでかまいません。例：年50万円から"
    )
    field = forms.ChoiceField(label="分野", required=False)

    def __init__(self, *args: Any, published: Published, **kwargs: Any) -> None:
        super().__init__(*args, published=published, **kwargs)
        self.offer("field", [("", "選ばない"), *[(str(key), name) for key, name in published.get("fields", [])]])


class NeedsStep(StepForm):
    """What the booth needs, who stands there; and the files, which the door adds to this step."""

    marked_optional = ("needs_space", "people")

    needs_power = forms.BooleanField(label="電源を使います", required=False)
    needs_network = forms.BooleanField(
        label="ネットワークを使います",
        required=False,
        help_text="庁内のネットワークにはつなげません。会場にないときは、ご相談します。",
    )
    needs_space = forms.CharField(
        label="広さ・持ち込むもの", required=False, max_length=200, help_text="例：机1つ、モニター1台（持ち込み）"
    )
    people = TextField(
        label="当日ブースに立つ方",
        rows=4,
        required=False,
        help_text=f"名札を用意します。1行に1人、{MOST_PEOPLE}人まで。例：見本 花子、営業部。あとから変えられます。",
    )

    def clean_people(self) -> list[tuple[str, str]]:
        """Return name and role of each."""
        lines = [line for line in self.cleaned_data["people"].splitlines() if not is_blank(line)]
        if len(lines) > MOST_PEOPLE:
            raise forms.ValidationError(
                f"当日ブースに立つ方は、{MOST_PEOPLE}人までです。いま{len(lines)}人です。減らしてください。"
            )
        return [_person(number, line) for number, line in enumerate(lines, start=1)]


def _person(number: int, line: str) -> tuple[str, str]:
    name, _comma, role = line.replace(",", "、").partition("、")
    name, role = " ".join(name.split()), " ".join(role.split())
    if is_blank(name) or len(name) > LONGEST_NAME or len(role) > LONGEST_ROLE:
        raise forms.ValidationError(
            f"{number}行目を直してください。氏名、役割の順に、それぞれ{LONGEST_NAME}字までで書いてください。"
        )
    return name, role


def _title(answers: Answers) -> str:
    return " ".join(first_answer(answers, "shown", "title").split())


def _mail(answers: Answers) -> str:
    return first_answer(answers, "company", "contact_mail").strip()


def _refuse(published: Published, answers: Answers, day: dt.date) -> str:
    found = exhibitions_for(published, "applies")
    if answers:
        chosen = chosen_in(published, answers, "company", "applies")
        if chosen is None:
            return GONE
        return late_text(chosen) if is_late(chosen, day) else ""
    if not found:
        return NONE_OPEN
    return late_text(found[0]) if all(is_late(one, day) for one in found) else ""


EXHIBITOR = SubmissionKind(
    name=EXHIBITOR_KIND,
    title="庁内DX展示会への出展",
    lead="区の職員が、使えそうな技術を見て、触れて、聞くための展示会です。出展される事業者を募集しています。",
    notes_template="showcase/door/exhibitor_notes.html",
    steps=(
        Step("company", "展示会と会社", "展示会と会社について", ApplicantStep),
        Step("shown", "見せるもの", "見せるもの", ShownStep),
        Step("needs", "要るものと資料", "要るものと資料", NeedsStep, takes_files=True, takes_confidential=False),
    ),
    title_of=_title,
    mail_of=_mail,
    page="exhibitions",
    refuse=_refuse,
    status_template="showcase/door/exhibitor_status.html",
    words=Words(
        taken_over="書いていただいた内容は、公開のこの場所から庁内に移しました。",
        not_revisable="展示会が始まったので、ここからは変えられません。",
        too_late="展示会が始まったか、お申込みの扱いが決まったので、内容は変えられません。",
        withdraw="出展を辞退する",
        withdrawn="辞退",
        withdraw_ask="の出展を辞退しますか",
        withdrawing="辞退すると、お申込みはなかったことになり、ブースはほかの方のものになります。元には戻せません。",
    ),
)
