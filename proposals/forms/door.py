"""What a vendor fills in at the public door, and its registration there.

Imported by the door's process, which has no table of the intranet: nothing here reads one.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from minato_dx.core.fields import TextField
from minato_dx.door.forms import CompanyStep
from minato_dx.door.offers import Answers, Step, StepForm, SubmissionKind, first_answer, register
from proposals.enums import PROPOSAL_KIND, TEXT_LENGTH, CostRange, ToolKind, YesNoUnknown
from proposals.validators import read_cities

UNSAID = "答えない・決まっていない"
YES_NO = [(YesNoUnknown.UNKNOWN.value, UNSAID), (YesNoUnknown.YES.value, "はい"), (YesNoUnknown.NO.value, "いいえ")]
COSTS = [(CostRange.UNKNOWN.value, UNSAID), *[one for one in CostRange.choices if one[0] != CostRange.UNKNOWN]]


def _tick(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def _yes_no(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=YES_NO, initial=YES_NO[0][0])


class ContentStep(StepForm):
    """What it is, what it solves, for whom and how."""

    marked_optional = ("for_whom", "tool_kind", "how")
    confidential_ticks = {"how": "hide_how"}

    title = forms.CharField(
        label="件名",
        max_length=80,
        help_text="何の提案か、1行で。例：届出書の手書き文字を読み取る",
        error_messages={"required": "件名を入れてください。1行でかまいません。"},
    )
    problem = TextField(
        label="何を解決するか",
        rows=5,
        max_length=TEXT_LENGTH,
        help_text="だれの、どんな困りごとが、どう変わるのかを書いてください。",
        error_messages={"required": "何を解決する提案かを、書いてください。"},
    )
    work_fields = forms.MultipleChoiceField(
        label="分野",
        help_text="当てはまるものすべて。窓口の担当が決まります。",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "分野を1つ以上選んでください。窓口の担当が決まります。"},
    )
    for_whom = forms.CharField(
        label="だれのためか", required=False, max_length=200, help_text="例：窓口の職員、子育て中の区民"
    )
    tool_kind = forms.ChoiceField(
        label="種類", required=False, choices=[("", "選ばない"), *ToolKind.choices], widget=forms.Select
    )
    how = TextField(label="どう解決するか", rows=5, max_length=TEXT_LENGTH, required=False)
    hide_how = _tick("「どう解決するか」は秘密にする", "窓口の担当だけが読みます。")

    def __init__(self, *args: Any, published: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, published=published, **kwargs)
        self.offer("work_fields", [(str(key), name) for key, name in published.get("fields", [])])


class EvidenceStep(StepForm):
    """Who uses it already, and what it costs."""

    marked_optional = ("evidence", "cities", "cost_range", "cost_note", "free_trial")
    confidential_ticks = {
        "evidence": "hide_evidence", "cities": "hide_evidence", "cost_range": "hide_cost", "cost_note": "hide_cost",
    }  # fmt: skip

    evidence = TextField(label="実績", rows=4, max_length=TEXT_LENGTH, required=False)
    cities = TextField(
        label="使っている自治体",
        rows=3,
        max_length=TEXT_LENGTH,
        required=False,
        help_text="1行に1つ、団体コード（6けた）と名前を書きます。例：131032 港区",
    )
    hide_evidence = _tick("「実績」は秘密にする", "使っている自治体も、窓口の担当だけが読みます。")
    cost_range = forms.ChoiceField(
        label="費用（年）", required=False, choices=COSTS, initial=COSTS[0][0], help_text="おおよその幅でかまいません。"
    )
    cost_note = forms.CharField(label="費用の説明", required=False, max_length=200)
    hide_cost = _tick("「費用」は秘密にする", "窓口の担当だけが読みます。")
    free_trial = _yes_no("無料で試せますか")

    def clean_cities(self) -> dict[str, str]:
        return read_cities(self.cleaned_data["cities"])


class SafetyStep(StepForm):
    """Where the data lies, what is certified; and the files, which the door adds to this step."""

    marked_optional = ("lgwan_asp", "ismap", "iso27001", "data_location")
    confidential_ticks = dict.fromkeys(("lgwan_asp", "ismap", "iso27001", "data_location"), "hide_security")

    lgwan_asp = _yes_no("LGWAN-ASPに登録していますか")
    ismap = _yes_no("ISMAPに登録していますか")
    iso27001 = _yes_no("ISO 27001の認証がありますか")
    data_location = forms.CharField(
        label="データの置き場所", required=False, max_length=120, help_text="例：国内のデータセンター"
    )
    hide_security = _tick("「安全とネットワーク」は秘密にする", "上の4つを、窓口の担当だけが読みます。")


def _title(answers: Answers) -> str:
    return " ".join(first_answer(answers, "content", "title").split())


def _mail(answers: Answers) -> str:
    return first_answer(answers, "company", "contact_mail").strip()


PROPOSAL = SubmissionKind(
    name=PROPOSAL_KIND,
    title="技術や製品のご提案",
    lead="区の仕事に役立つ技術のご提案を、この窓口でまとめて受け付けています。会員登録は要りません。",
    notes_template="proposals/door/notes.html",
    steps=(
        Step("company", "会社", "会社について", CompanyStep),
        Step("content", "提案の内容", "提案の内容", ContentStep),
        Step("evidence", "実績と費用", "実績と費用", EvidenceStep),
        Step("safety", "安全とファイル", "安全とファイル", SafetyStep, takes_files=True),
    ),
    title_of=_title,
    mail_of=_mail,
)
register(PROPOSAL)
