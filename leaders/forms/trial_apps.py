"""What people write about trial apps, and by what the register is narrowed down."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from leaders.enums import APPS_ALIVE, AppState
from leaders.forms.recommendations import CandidateField
from leaders.models import Team, TrialApp
from leaders.selectors.trial_apps import OTHER_TOOL, SORTS, TABS, AppConditions, with_predecessors
from leaders.services.trial_apps import NOT_A_MEMBER, AppFacts
from minato_dx.core.fields import TextField
from minato_dx.core.forms import PortalForm, StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.organization.models import Division, DivisionVersion, User
from minato_dx.reference.models import InHouseTool
from minato_dx.reference.selectors import catalogue

ALIVE = "alive"
YES, NO = "yes", "no"
DEPARTMENT = "d"
SMALL = {"class": "form-select form-select-sm"}


class AppForm(StepForm):
    """What the app is, what it does, with what and for which work."""

    not_done = "まだ登録していません"
    submit_label = "登録する"
    marked_optional = ()

    name = forms.CharField(
        label="アプリの名前", max_length=80, error_messages={"required": "アプリの名前を書いてください。"}
    )
    about = TextField(
        label="何をするものか",
        rows=3,
        max_length=2000,
        help_text="だれが、どの仕事で使うかを書くと、ほかの課の参考になります。",
        error_messages={"required": "何をするものかを、書いてください。1行でかまいません。"},
    )
    tool = forms.ModelChoiceField(
        label="使ったツール", queryset=InHouseTool.objects.none(), required=False, empty_label="一覧にない"
    )
    other_tool = forms.CharField(
        label="一覧にないツールの名前",
        max_length=80,
        required=False,
        help_text="上の一覧にあるときは、空けておきます。",
    )
    work = forms.CharField(
        label="業務の名前",
        max_length=120,
        required=False,
        help_text="課の中で呼んでいる名前でかまいません。例：補助金の受付",
    )
    handles_personal_data = forms.TypedChoiceField(
        label="個人情報を扱いますか",
        choices=[(YES, "扱う"), (NO, "扱わない")],
        coerce=lambda value: value == YES,
        widget=forms.RadioSelect,
        error_messages={"required": "扱うか、扱わないかを選んでください。"},
    )

    def __init__(self, *args: Any, app: TrialApp | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A tool that left the catalogue stays chosen where it was used.
        kept = InHouseTool.objects.filter(pk=app.tool_id) if app and app.tool_id else InHouseTool.objects.none()
        tools = (catalogue() | kept).distinct()
        self.offer("tool", tools)

    def rows(self) -> list[Any]:
        return [
            "name",
            "about",
            "tool",
            OptionalField("other_tool"),
            OptionalField("work"),
            Choices("handles_personal_data"),
        ]

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(*self.rows(), buttons)

    @property
    def facts(self) -> AppFacts:
        names = ("name", "about", "handles_personal_data", "tool", "other_tool", "work")
        return AppFacts(**{name: self.cleaned_data[name] for name in names})


class NewAppForm(AppForm):
    """An app that is not in the register yet: also whose it is, and how far it has come."""

    division = forms.ChoiceField(label="使う課", error_messages={"required": "使う課を選んでください。"})
    state = forms.ChoiceField(
        label="いまの状態",
        choices=[(state.value, state.label) for state in APPS_ALIVE],
        widget=forms.RadioSelect,
        initial=AppState.TRYING,
    )
    team = forms.ModelChoiceField(
        label="作った班", queryset=Team.objects.none(), required=False, empty_label="グループワークで作ったものではない"
    )
    owner = forms.ModelChoiceField(
        label="持ち主の職員番号",
        queryset=User.objects.none(),
        to_field_name="staff_number",
        required=False,
        widget=forms.TextInput(attrs={"class": "w-4", "inputmode": "numeric", "autocomplete": "off"}),
        help_text="空けておくと、その課のリーダーが持ち主になります。",
        error_messages={"invalid_choice": "その職員番号の人は見つかりません。番号を確かめてください。"},
    )

    def __init__(
        self,
        *args: Any,
        divisions: Iterable[DivisionVersion],
        teams: QuerySet[Team],
        people: QuerySet[User] | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.divisions = {version.division.key: version for version in divisions}
        names = [(key, version.name) for key, version in self.divisions.items()]
        choices = names if len(names) == 1 else [("", "選んでください"), *names]
        self.offer("division", choices)
        if teams.exists():
            self.offer("team", teams)
        else:
            del self.fields["team"]
        # Who registers for the own division owns it first, and can hand it on.
        if people is None:
            del self.fields["owner"]
        else:
            self.offer("owner", people)

    def rows(self) -> list[Any]:
        more = [OptionalField(name) for name in ("team", "owner") if name in self.fields]
        return ["division", *super().rows(), Choices("state"), *more]

    @property
    def chosen_division(self) -> Division:
        division: Division = self.divisions[self.cleaned_data["division"]].division
        return division


class ConfirmForm(StepForm):
    """How an app stands; only retiring it asks for a word."""

    not_done = "まだ登録していません"
    submit_label = "「やめた」にする"
    submit_css = "btn-outline-danger"
    marked_optional = ()

    state = forms.ChoiceField(choices=AppState.choices, widget=forms.HiddenInput)
    # What stood on the page: somebody may have said otherwise since.
    seen = forms.ChoiceField(choices=AppState.choices, widget=forms.HiddenInput)
    reason = TextField(
        label="やめた理由",
        rows=2,
        max_length=200,
        required=False,
        help_text="ほかの課も読めます。例：電子申請サービスに移した",
    )


class HandOnForm(StepForm):
    """Who answers for the app from now on."""

    not_done = "まだ引き継いでいません"
    submit_label = "この人を持ち主にする"

    person = CandidateField(
        label="新しい持ち主",
        queryset=User.objects.none(),
        to_field_name="staff_number",
        empty_label="選んでください",
        error_messages={"required": "新しい持ち主を選んでください。", "invalid_choice": NOT_A_MEMBER},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", people)


# --- The register ------------------------------------------------------------------------------------------------


class AppFilterForm(PortalForm):
    """The conditions of the register, as the address holds them."""

    q = forms.CharField(
        label="ことば",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control form-control-sm"}),
    )
    state = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[("", "すべて"), (ALIVE, "使っている・試している"), *AppState.choices],
        widget=forms.Select(attrs=SMALL),
    )
    place = forms.ChoiceField(label="部・課", required=False, widget=forms.Select(attrs=SMALL))
    tool = forms.ChoiceField(label="ツール", required=False, widget=forms.Select(attrs=SMALL))
    personal = forms.ChoiceField(
        label="個人情報",
        required=False,
        choices=[("", "すべて"), (YES, "扱う"), (NO, "扱わない")],
        widget=forms.Select(attrs=SMALL),
    )
    sort = forms.ChoiceField(
        label="並び順",
        required=False,
        choices=[(name, label) for name, (label, _columns) in SORTS.items()],
        widget=forms.Select(attrs=SMALL),
    )
    tab = forms.ChoiceField(required=False, choices=list(TABS.items()), widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, versions: Iterable[DivisionVersion], tools: Iterable[InHouseTool], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = list(versions)
        tool_choices = [
            ("", "すべて"),
            *((str(tool.pk), tool.name) for tool in tools),
            (OTHER_TOOL, "一覧にないツール"),
        ]
        self.offer("tool", tool_choices)
        places = [("", "すべて"), *self._places()]
        self.offer("place", places)

    def _places(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return each department with itself as a whole and its divisions, in official order."""
        found: dict[int, tuple[str, list[tuple[str, str]]]] = {}
        for version in self.versions:
            department = version.department
            whole = (f"{DEPARTMENT}{department.pk}", f"{department.name}のすべて")
            _name, places = found.setdefault(department.pk, (department.name, [whole]))
            places.append((f"{DEPARTMENT}{department.pk}-{version.division.key}", version.name))
        return list(found.values())

    def conditions(self, *, day: dt.date) -> AppConditions:
        """Return what was chosen; nothing where it cannot be understood."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        state, personal = data.get("state") or "", data.get("personal") or ""
        return AppConditions(
            words=data.get("q") or "",
            states=APPS_ALIVE if state == ALIVE else [state] if state else (),
            tool=data.get("tool") or "",
            division_ids=self._division_ids(data.get("place") or "", day),
            personal_data=None if not personal else personal == YES,
            sort=data.get("sort") or "",
        )

    def _division_ids(self, place: str, day: dt.date) -> frozenset[int] | None:
        if not place:
            return None
        department, _, key = place.removeprefix(DEPARTMENT).partition("-")
        chosen = [
            version.division_id
            for version in self.versions
            if (version.division.key == key if key else str(version.department_id) == department)
        ]
        return with_predecessors(division_ids=chosen, day=day)

    @property
    def chosen(self) -> list[str]:
        """Return the conditions in words, for the sentence that says what is shown."""
        if not self.is_valid():
            return []
        words = [f"「{self.cleaned_data['q']}」"] if self.cleaned_data["q"] else []
        return words + self.conditions_in("state", "place", "tool", "personal")
