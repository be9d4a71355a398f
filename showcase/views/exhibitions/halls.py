"""Halls, their plans, and the booths placed on them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from showcase.forms.exhibitions.planning import BoothForm, HallForm, booth_facts
from showcase.models import Booth, Hall
from showcase.selectors.exhibitions.planning import halls_of
from showcase.services.exhibitions import halls
from showcase.views.exhibitions.base import PlanStep, exhibition_of, taken_away


def _hall_of(exhibition: Any, pk: int) -> Hall:
    found: Hall | None = halls_of(exhibition=exhibition).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.exhibition = exhibition
    return found


class HallView(PlanStep):
    """A new hall, or one that is changed."""

    form_class = HallForm
    done_message = "会場を保存しました。"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        exhibition = exhibition_of(request, kwargs["pk"])
        self.hall = _hall_of(exhibition, kwargs["hall"]) if "hall" in kwargs else None
        self.question = "会場を直す" if self.hall else "会場を加える"
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"hall": self.hall}

    def perform(self, data: dict[str, Any]) -> None:
        facts, actor = halls.HallFacts(**data), self.request.user
        self.hall = halls.save_hall(exhibition=self.exhibition, hall=self.hall, facts=facts, actor=actor)

    def get_success_url(self) -> str:
        if self.hall is not None:
            return reverse("hall_floor", args=[self.exhibition.pk, self.hall.pk])
        return super().get_success_url()


@require_POST
def hall_remove(request: HttpRequest, pk: int, hall: int) -> HttpResponse:
    """Take away a hall without booths."""
    exhibition = exhibition_of(request, pk)
    row = _hall_of(exhibition, hall)
    back = reverse("exhibition_board", args=[pk])
    return taken_away(
        request, back, f"会場「{row.name}」を消しました。", lambda: halls.remove_hall(hall=row, actor=request.user)
    )


class FloorView(PlanStep):
    """The plan of a hall with its booths, and a form for one more, or for one of them."""

    template_name = "showcase/plan/floor.html"
    form_class = BoothForm
    done_message = "ブースを保存しました。"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        exhibition = exhibition_of(request, kwargs["pk"])
        self.hall = _hall_of(exhibition, kwargs["hall"])
        self.booth: Booth | None = None
        if "booth" in kwargs:
            self.booth = next((one for one in self.hall.booths.all() if one.pk == kwargs["booth"]), None)
            if self.booth is None:
                raise Http404
        self.question = f"{self.hall.name}のブース{self.booth.code}" if self.booth else f"{self.hall.name}のブース"
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        back = reverse("exhibition_board", args=[self.exhibition.pk])
        if self.booth is not None:
            back = reverse("hall_floor", args=[self.exhibition.pk, self.hall.pk])
        return super().get_form_kwargs() | {"hall": self.hall, "booth": self.booth, "back_url": back}

    def perform(self, data: dict[str, Any]) -> None:
        halls.save_booth(hall=data["hall"], booth=self.booth, facts=booth_facts(data), actor=self.request.user)

    def get_success_url(self) -> str:
        return reverse("hall_floor", args=[self.exhibition.pk, self.hall.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            hall=self.hall, booth=self.booth, marked=self.booth.pk if self.booth else None, **kwargs
        )


@require_POST
def booth_remove(request: HttpRequest, pk: int, hall: int, booth: int) -> HttpResponse:
    """Take away a booth at which nobody is to stand."""
    exhibition = exhibition_of(request, pk)
    row = next((one for one in _hall_of(exhibition, hall).booths.all() if one.pk == booth), None)
    if row is None:
        raise Http404
    row.exhibition = exhibition
    back = reverse("hall_floor", args=[pk, hall])
    return taken_away(
        request, back, f"ブース{row.code}を消しました。", lambda: halls.remove_booth(booth=row, actor=request.user)
    )
