"""The hearing sheet: written by the DX side, read and confirmed by the requester, printed for a paper hearing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from consultations.enums import NOT_HELD, SheetState, Verdict
from consultations.exceptions import ConsultationError
from consultations.forms.sheets import CorrectionForm, SheetForm
from consultations.models import Consultation, Hearing, HearingSheet
from consultations.permissions import can_confirm_sheet, can_work_on
from consultations.selectors.hearings import time_text
from consultations.selectors.sheets import PARTS, Progress, figure_of, ticks_of, written_parts
from consultations.services import ask_confirmation, confirm_sheet, correct_sheet, log_access
from consultations.services.sheets import missing_for_asking
from consultations.views.hearings import find_hearing
from consultations.views.lookup import visible_case
from consultations.views.sheet_saving import Saved, store
from minato_dx.core import badges
from minato_dx.organization.roles import roles_of


class SheetPage(View):
    """Base of everything that happens to one sheet: finds it, and says who writes, reads and confirms."""

    opened_as = "聞き取り票"
    case: Consultation
    hearing: Hearing
    sheet: HearingSheet

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = visible_case(request.user, kwargs["number"])
        self.hearing = find_hearing(self.case, kwargs["hearing"])
        self.sheet = self.hearing.sheet
        return super().dispatch(request, *args, **kwargs)

    @property
    def confirms(self) -> bool:
        """Tell whether it is this person's turn to confirm the sheet."""
        return can_confirm_sheet(self.request.user, self.case) and self.sheet.state == SheetState.ASKED

    @property
    def writes(self) -> bool:
        """Tell whether this person may write on the sheet as it stands."""
        is_open = self.sheet.state != SheetState.CONFIRMED and self.hearing.state not in NOT_HELD
        return is_open and not self.confirms and can_work_on(self.request.user, self.case)

    @property
    def reads(self) -> bool:
        """Tell whether this person may read it: outside the DX section nobody reads what is not handed over yet."""
        return self.sheet.asked_at is not None or self.is_dx

    @property
    def is_dx(self) -> bool:
        return roles_of(self.request.user).is_dx_staff

    def log_opening(self) -> None:
        log_access(consultation=self.case, user=self.request.user, what=self.opened_as)

    def address(self, name: str) -> str:
        """Return the address of one of this sheet's pages."""
        return reverse(name, args=[self.case, self.hearing.pk])

    def case_url(self) -> str:
        return reverse("consultation_detail", args=[self.case])

    def context(self, **more: Any) -> dict[str, Any]:
        return {
            "case": self.case,
            "hearing": self.hearing,
            "sheet": self.sheet,
            "time_text": time_text(self.hearing),
            "is_dx": self.is_dx,
            **more,
        }

    # --- Its faces ----------------------------------------------------------------------------------------

    def show_form(self, form: SheetForm, status: int = 200) -> HttpResponse:
        """Show the sheet to be written on."""
        context = self.context(
            form=form,
            figure=figure_of(self.sheet),
            parts=[(part, part.progress(self.sheet)) for part in PARTS],
            not_fitting=Verdict.NOT_FITTING,
            sheet_states=SheetState,
        )
        return render(self.request, "consultations/sheet_form.html", context, status=status)

    def show_reading(self, form: CorrectionForm | None = None, status: int = 200) -> HttpResponse:
        """Show the sheet to be read, with what its reader may say to it."""
        context = self.context(
            form=form or CorrectionForm(),
            parts=written_parts(self.sheet) if self.reads else [],
            figure=figure_of(self.sheet),
            confirms=self.confirms,
            reads=self.reads,
            works=can_work_on(self.request.user, self.case),
            is_cancelled=self.hearing.state in NOT_HELD,
            not_fitting=Verdict.NOT_FITTING,
            fitting=Verdict.FITTING,
            sheet_states=SheetState,
        )
        return render(self.request, "consultations/sheet_read.html", context, status=status)

    def show_differences(self, form: SheetForm, saved: Saved) -> HttpResponse:
        """Let the writer choose between their own values and those somebody else saved meanwhile."""
        self.sheet = saved.sheet
        form.data["version"] = str(saved.sheet.revision)
        context = self.context(form=form, differences=saved.differences, typed=_typed(form))
        return render(self.request, "consultations/sheet_conflict.html", context, status=409)


def _typed(form: SheetForm) -> list[tuple[str, str]]:
    """Return everything that was typed, name by name, to be carried through the page of differences."""
    return [(name, value) for name in form.fields for value in form.data.getlist(name)]


class SheetView(SheetPage):
    """The sheet: a form for whoever works on the case, a page to read for everybody else."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.log_opening()
        return self.show_form(SheetForm.of(self.sheet)) if self.writes else self.show_reading()


class SheetSaveView(SheetPage):
    """Save what is written: valid values are kept, the others are named and stay as typed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # Signing in again leads here by its address; the sheet itself is the page.
        return redirect(self.address("hearing_sheet"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not can_work_on(request.user, self.case):
            raise PermissionDenied
        form = SheetForm(request.POST.copy())
        form.is_valid()
        # A version that cannot be read is an old one: the page of differences or the save itself sets it right.
        form.errors.pop("version", None)
        try:
            saved = store(form=form, sheet=self.sheet, actor=request.user)
        except ConsultationError as refusal:
            return self.refuse(form, refusal.message)
        if saved.differences:
            return self.conflict(form, saved)
        self.sheet = saved.sheet
        form.data["version"] = str(saved.sheet.revision)
        return self.saved(form)

    def saved(self, form: SheetForm) -> HttpResponse:
        """Answer a save that took place, in whole or in part."""
        if self.wants_json:
            return JsonResponse(self.as_json(form))
        if form.errors:
            return self.show_form(form, status=422)
        messages.success(self.request, "聞き取り票を保存しました。")
        return redirect(self.address("hearing_sheet") if "stay" in self.request.POST else self.case_url())

    def refuse(self, form: SheetForm, message: str) -> HttpResponse:
        """Answer a save that cannot take place any more, such as of a sheet that was confirmed meanwhile."""
        if self.wants_json:
            return JsonResponse({"message": message}, status=422)
        form.add_error(None, message)
        return self.show_form(form, status=409)

    def conflict(self, form: SheetForm, saved: Saved) -> HttpResponse:
        """Answer a save that somebody else came before."""
        if not self.wants_json:
            return self.show_differences(form, saved)
        when = timezone.localtime(saved.sheet.updated_at) if saved.sheet.updated_at else timezone.localtime()
        who = saved.sheet.updated_by.surname if saved.sheet.updated_by else "ほかの人"
        fields = [
            {
                "name": difference.name,
                "label": difference.label,
                "theirs": difference.theirs_value,
                "theirs_text": difference.theirs or "（空）",
            }
            for difference in saved.differences
        ]
        conflict = {"who": who, "at": badges.clock(when), "fields": fields}
        return JsonResponse({"conflict": conflict, "version": saved.sheet.revision}, status=409)

    @property
    def wants_json(self) -> bool:
        """Tell whether a script asks rather than a person who goes on to the next page."""
        return "application/json" in self.request.headers.get("Accept", "")

    def as_json(self, form: SheetForm) -> dict[str, Any]:
        """Return what the page shows anew after an autosave."""
        at = badges.clock(timezone.localtime(self.sheet.updated_at or timezone.now()))
        errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        rest = f"。{len(errors)}か所は、直すと保存されます" if errors else ""
        return {
            "saved_at": at,
            "message": f"自動で保存しました（{at}）{rest}",
            "version": self.sheet.revision,
            "errors": errors,
            "parts": {part.id: _progress_html(part.progress(self.sheet)) for part in PARTS},
            "seasons": figure_of(self.sheet).seasons,
        }


def _progress_html(progress: Progress) -> str:
    return f"{badges.icon(progress.icon)}{progress.label}"


class SheetAskView(SheetSaveView):
    """Save first, then ask the requester to confirm."""

    def saved(self, form: SheetForm) -> HttpResponse:
        for name, message in missing_for_asking(self.sheet).items():
            if name not in form.errors:
                form.add_error(name, message)
        form.not_done = "まだ確認をお願いしていません"
        if form.errors:
            return self.show_form(form, status=422)
        requester = self.case.requester.surname
        if not self._was_asked_just_so():
            try:
                ask_confirmation(sheet=self.sheet, actor=self.request.user)
            except ConsultationError as refusal:
                form.add_error(None, refusal.message)
                return self.show_form(form, status=422)
        messages.success(self.request, f"{requester}さんに確認をお願いしました。お返事を待つあいだ、期限は止まります。")
        return redirect(self.case_url())

    def _was_asked_just_so(self) -> bool:
        """Tell whether the requester was asked about this very text already: the button was pressed twice."""
        sheet = self.sheet
        return (
            sheet.state == SheetState.ASKED
            and sheet.asked_at is not None
            and (sheet.updated_at is None or sheet.updated_at <= sheet.asked_at)
        )

    @property
    def wants_json(self) -> bool:
        return False


class SheetReplyView(SheetPage):
    """Base of the requester's two answers to the sheet."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.address("hearing_sheet"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not can_confirm_sheet(request.user, self.case):
            raise PermissionDenied
        if not self.confirms:
            messages.info(request, f"この聞き取り票は「{self.sheet.get_state_display()}」です。")
            return redirect(self.address("hearing_sheet"))
        return self.reply()

    def reply(self) -> HttpResponse:
        """Do what the button says, and return the way on."""
        raise NotImplementedError


class SheetConfirmView(SheetReplyView):
    """「このとおりです」"""

    def reply(self) -> HttpResponse:
        try:
            confirm_sheet(sheet=self.sheet, actor=self.request.user)
        except ConsultationError as refusal:
            messages.warning(self.request, refusal.message)
            return redirect(self.address("hearing_sheet"))
        messages.success(
            self.request, f"聞き取り票を確認しました。{self.case.assignee.surname}が見立てを行い、回答します。"
        )
        return redirect(self.case_url())


class SheetCorrectView(SheetReplyView):
    """「ちがうところがある」"""

    def reply(self) -> HttpResponse:
        form = CorrectionForm(self.request.POST)
        if not form.is_valid():
            return self.show_reading(form, status=422)
        try:
            correct_sheet(sheet=self.sheet, actor=self.request.user, correction=form.cleaned_data["correction"])
        except ConsultationError as refusal:
            form.add_error(None, refusal.message)
            return self.show_reading(form, status=409)
        messages.success(
            self.request,
            f"ちがうところを{self.hearing.hearer.surname}に知らせました。直したら、また確認をお願いします。",
        )
        return redirect(self.case_url())


class SheetPrintView(SheetPage):
    """The sheet on paper, to be written on in a hearing without a computer."""

    opened_as = "聞き取り票（紙）"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.reads:
            raise PermissionDenied
        self.log_opening()
        return render(request, "consultations/sheet_print.html", self.context(ticks=ticks_of(self.sheet)))
