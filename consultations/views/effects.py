"""The effect of a case: what was proposed, agreed and realised, and writing the last of them."""

from typing import Any

from django.http import HttpResponse
from django.utils.functional import cached_property

from consultations.enums import EffectMethod, EffectStage, State
from consultations.exceptions import StateConflict
from consultations.forms.effects import EffectForm
from consultations.models import EffectEntry
from consultations.permissions import can_record_effect
from consultations.selectors.effects import in_force, ledger_of, month_to_record
from consultations.services import record_realised
from consultations.views.logged import LoggedActionView
from minato_dx.core.figures import number_text


class EffectRecordView(LoggedActionView):
    """The case's ledger for everybody who sees the case; for those who measure, a form above it."""

    form_class = EffectForm
    template_name = "consultations/effect_record.html"
    opened_as = "効果の記録"

    def allowed(self) -> bool:
        return self.request.method in ("GET", "HEAD") or can_record_effect(self.request.user, self.case)

    def fits(self) -> bool:
        return self.request.method in ("GET", "HEAD") or self.is_measured

    @cached_property
    def entries(self) -> list[EffectEntry]:
        return ledger_of(case=self.case)

    @cached_property
    def agreed(self) -> EffectEntry | None:
        return in_force(self.entries, EffectStage.AGREED)

    @property
    def is_measured(self) -> bool:
        """Tell whether there is an agreed effect in use that can be measured by now."""
        in_use = self.case.working_state in (State.MEASURING, State.CLOSED) and self.case.went_live_on is not None
        return in_use and self.agreed is not None

    @property
    def records(self) -> bool:
        return self.is_measured and can_record_effect(self.request.user, self.case)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "back_url": self.case_url(),
            "entries": self.entries,
            "went_live_on": self.case.went_live_on,
        }

    def get_initial(self) -> dict[str, Any]:
        """Start from what was agreed, for the month that comes next."""
        if self.agreed is None:
            return {}
        return {
            "months_after": month_to_record(self.entries),
            "cases_per_year": self.agreed.cases_per_year,
            "minutes_before": self.agreed.minutes_before,
            "minutes_after": self.agreed.minutes_after,
            "running_hours_per_year": self.agreed.running_hours_per_year,
            "initial_hours": self.agreed.initial_hours,
            "method": EffectMethod.RECORDED,
        }

    def form_valid(self, form: EffectForm) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def perform(self, data: dict[str, Any]) -> None:
        if self.agreed is None:
            raise StateConflict("合意した見込みがないので、実績を書けません。")
        entry = record_realised(
            consultation=self.case,
            actor=self.request.user,
            estimate=self.form.estimate(self.agreed.work.name),
            months_after=data["months_after"],
        )
        self.done_message = (
            f"{entry.months_after}か月後の実績を書きました。"
            f"年{number_text(entry.hours_per_year)}時間（合意した見込みは年{number_text(self.agreed.hours_per_year)}時間）です。"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.records:
            kwargs["form"] = None
        shows_all = "all" in self.request.GET
        return super().get_context_data(
            entries=[entry for entry in self.entries if shows_all or entry.superseded_at is None],
            superseded=sum(entry.superseded_at is not None for entry in self.entries),
            shows_all=shows_all,
            agreed=self.agreed,
            is_measured=self.is_measured,
            **kwargs,
        )
