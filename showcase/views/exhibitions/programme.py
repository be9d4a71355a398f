"""The programme as it is planned: seminars and windows added, changed, taken off."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from showcase.forms.exhibitions.planning import ReasonForm
from showcase.forms.exhibitions.programme import ItemForm, item_facts
from showcase.models import ProgrammeItem
from showcase.selectors.exhibitions.planning import programme_of
from showcase.services.exhibitions import programme
from showcase.views.exhibitions.base import PlanStep, exhibition_of


class ItemStep(PlanStep):
    """A page about one item of the programme."""

    item: ProgrammeItem | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        exhibition = exhibition_of(request, kwargs["pk"])
        self.item = None
        if "item" in kwargs:
            self.item = programme_of(exhibition=exhibition).filter(pk=kwargs["item"]).first()
            if self.item is None:
                raise Http404
        return super().dispatch(request, *args, **kwargs)


class ItemView(ItemStep):
    """A new item, or one that is changed."""

    form_class = ItemForm

    @property
    def question(self) -> str:  # type: ignore[override]  # the base has plain words
        return "プログラムを直す" if self.item else "プログラムを加える"

    @property
    def done_message(self) -> str:  # type: ignore[override]  # as above
        return "プログラムを保存しました。" if self.item else "プログラムを加えました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"exhibition": self.exhibition, "item": self.item}

    def perform(self, data: dict[str, Any]) -> None:
        who: dict[str, Any] = {"facts": item_facts(data), "actor": self.request.user, "now": timezone.now()}
        if self.item is None:
            programme.plan_item(exhibition=self.exhibition, **who)
        else:
            programme.change_item(item=self.item, **who)


class ItemCancelView(ItemStep):
    form_class = ReasonForm
    question = "このプログラムを取りやめますか"
    submit_label = "取りやめる"
    submit_css = "btn-outline-danger"
    done_message = "取りやめました。予約した人に知らせます。"
    consequences = (
        "予約はすべて取り消され、押さえた部屋も空きます。",
        "予約した職員に、理由を知らせます。元には戻せません。",
    )

    def perform(self, data: dict[str, Any]) -> None:
        if self.item is None:
            raise Http404
        programme.cancel_item(item=self.item, reason=data["reason"], actor=self.request.user, now=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, **kwargs)
