"""What is done on an exhibitor's own page: written, answered, chosen, placed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_fsm import can_proceed

from minato_dx.attachments.selectors import files_of
from minato_dx.core.calendar import today
from minato_dx.core.step_view import StepView
from showcase.enums import EXHIBITOR_KIND
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.forms.exhibitions.exhibitors import BoothChoiceForm, ContactForm, contact_moment
from showcase.forms.exhibitions.pages import MaterialsForm, PageForm, PersonForm, page_words
from showcase.forms.exhibitions.planning import PlainForm, ReasonForm, WithdrawForm
from showcase.models import Exhibitor
from showcase.permissions import can_run_exhibitions
from showcase.selectors.exhibitions.exhibitors import STEPS, booths_to_choose, lacks
from showcase.selectors.exhibitions.people import members_of
from showcase.selectors.exhibitions.planning import AHEAD
from showcase.services.exhibitions import choosing, describing, inviting
from showcase.services.exhibitions.describing import OPEN
from showcase.services.exhibitions.noticing import note_contact_with
from showcase.services.exhibitions.steps import conflict
from showcase.views.exhibitions.pages import NOT_YOURS, exhibitor_of


class ExhibitorStep(StepView):
    """A page on which something of an exhibitor is changed."""

    refusals, conflicts = ShowcaseError, StateConflict
    template_name = "showcase/plan/exhibitor_step.html"
    form_class: Any = PlainForm
    submit_label = ""
    submit_css = ""
    only_desk = False
    row: Exhibitor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.row = exhibitor_of(request, kwargs["exhibitor"])
        if self.only_desk and not can_run_exhibitions(request.user):
            raise PermissionDenied(NOT_YOURS)
        refusal = self.misfit()
        if refusal is not None:
            messages.warning(request, refusal.message)
            return redirect("exhibitor_page", self.row.pk)
        return super().dispatch(request, *args, **kwargs)

    def misfit(self) -> StateConflict | None:
        """Return why the step does not fit now, or None."""
        if self.row.exhibition.state not in AHEAD:
            return conflict(self.row.exhibition)
        return None if self.row.state in OPEN else conflict(self.row)

    def get_success_url(self) -> str:
        return reverse("exhibitor_page", args=[self.row.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {"submit_label": self.submit_label} if self.submit_label else {}
        css = {"submit_css": self.submit_css} if self.submit_css else {}
        return super().get_form_kwargs() | {"back_url": reverse("exhibitor_page", args=[self.row.pk])} | words | css

    @property
    def step(self) -> dict[str, Any]:
        """Return what every step of an exhibitor takes."""
        return {"exhibitor": self.row, "actor": self.request.user, "now": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            row=self.row,
            exhibition=self.row.exhibition,
            is_desk=can_run_exhibitions(self.request.user),
            **kwargs,
        )


# What an exhibitor's own people do; the rest is the DX section's.
OWN_STEPS = ("apply", "withdraw")


class StateView(ExhibitorStep):
    """One step from state to state; the address names it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.name = kwargs["name"]
        if self.name not in STEPS:
            raise Http404
        exhibitor_of(request, kwargs["exhibitor"])
        self.only_desk = self.name not in OWN_STEPS
        self.submit_label = STEPS[self.name]
        self.question, self.done_message, self.consequences, self.form_class = _PAGES[self.name]
        self.submit_css = "btn-outline-danger" if self.name == "withdraw" else "btn-primary"
        return super().dispatch(request, *args, **kwargs)

    def misfit(self) -> StateConflict | None:
        if self.row.exhibition.state not in AHEAD:
            return conflict(self.row.exhibition)
        return None if can_proceed(getattr(self.row, self.name)) else conflict(self.row)

    def perform(self, data: dict[str, Any]) -> None:
        if self.name == "apply":
            inviting.answer_invitation(**self.step)
        else:
            getattr(choosing, self.name)(**self.step, **data)


_PAGES: dict[str, tuple[str, str, tuple[str, ...], Any]] = {
    "apply": (
        "この内容で申し込みますか",
        "申し込みました。",
        ("デジタル改革担当が、出展するかどうかを決めて知らせます。", "申し込んだあとも、内容は直せます。"),
        PlainForm,
    ),
    "select": (
        "出展を決めますか",
        "出展を決めました。",
        ("課・班の人に知らせます。企業は、公開の窓口の自分のページで分かります。", "理由は庁内だけに残ります。"),
        ReasonForm,
    ),
    "decline": (
        "今回は見送りますか",
        "見送りにしました。",
        ("課・班の人に、理由と一緒に知らせます。企業には、見送りになったことだけを伝えます。",),
        ReasonForm,
    ),
    "reopen": (
        "選び直しますか",
        "選び直しに戻しました。",
        ("「申込み」に戻ります。決まったブースは空きになります。",),
        PlainForm,
    ),
    "withdraw": (
        "出展を辞退しますか",
        "辞退しました。",
        ("ブースは空きになります。戻すときは、デジタル改革担当に連絡してください。",),
        WithdrawForm,
    ),
}


class WriteView(ExhibitorStep):
    form_class = PageForm
    question = "内容を書く"
    done_message = "保存しました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"exhibitor": self.row}

    def perform(self, data: dict[str, Any]) -> None:
        describing.write_page(**self.step, words=page_words(data))


class BoothView(ExhibitorStep):
    form_class = BoothChoiceForm
    question = "ブースを決める"
    done_message = "ブースを決めました。"
    only_desk = True

    def get_form_kwargs(self) -> dict[str, Any]:
        booths = booths_to_choose(exhibition=self.row.exhibition, exhibitor=self.row)
        return super().get_form_kwargs() | {"booths": booths, "exhibitor": self.row}

    def perform(self, data: dict[str, Any]) -> None:
        choosing.assign_booth(**self.step, booth=data["booth"])
        for words in lacks(exhibitor=self.row, booth=data["booth"]):
            messages.warning(self.request, words)


class PeopleView(ExhibitorStep):
    template_name = "showcase/plan/exhibitor_people.html"
    form_class = PersonForm
    question = "ブースの担当者"
    done_message = "担当者を加えました。"

    def get_success_url(self) -> str:
        return reverse("exhibitor_people", args=[self.row.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"members": members_of(exhibitor=self.row, day=today())}

    def perform(self, data: dict[str, Any]) -> None:
        describing.add_person(exhibitor=self.row, actor=self.request.user, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=self.row.people.all(), **kwargs)


@require_POST
def exhibitor_person_remove(request: HttpRequest, exhibitor: int, person: int) -> HttpResponse:
    """Take somebody off the booth."""
    row = exhibitor_of(request, exhibitor)
    try:
        describing.remove_person(exhibitor=row, person_id=person, actor=request.user)
    except StateConflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("exhibitor_page", exhibitor)
    messages.success(request, "担当者から外しました。")
    return redirect("exhibitor_people", exhibitor)


class MaterialsView(ExhibitorStep):
    form_class = MaterialsForm
    question = "資料を付ける・外す"
    done_message = "資料を保存しました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kept": files_of(kind=EXHIBITOR_KIND, ids=[self.row.pk])[self.row.pk]}

    def perform(self, data: dict[str, Any]) -> None:
        describing.change_materials(
            exhibitor=self.row, uploads=data["files"], remove=data.get("remove") or [], actor=self.request.user
        )


class ContactView(ExhibitorStep):
    form_class = ContactForm
    question = "連絡を記録する"
    done_message = "連絡を記録しました。"
    only_desk = True

    def misfit(self) -> StateConflict | None:
        return None

    def perform(self, data: dict[str, Any]) -> None:
        names = ("summary", "channel", "direction")
        try:
            note_contact_with(at=contact_moment(data), **{name: data[name] for name in names}, **self.step)
        except ShowcaseError as refusal:
            refusal.field = "day" if refusal.field == "at" else refusal.field
            raise
