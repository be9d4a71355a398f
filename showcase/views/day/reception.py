"""The reception of an exhibition: entrances, seminars' doors and booths, with and without the network."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from minato_dx.core.calendar import today
from minato_dx.core.middleware import permissions_policy
from showcase.enums import CheckInMeans, VisitorKind
from showcase.forms.day.reception import UNREADABLE, Unreadable, UnreadableLines, read_lines, read_who
from showcase.models import Exhibition
from showcase.selectors.day.people import people_found, people_registered
from showcase.selectors.day.places import Place, count_at, places_for
from showcase.services.exhibitions.attending import (
    Answer,
    Line,
    Noted,
    kinds_on_the_spot,
    take_in_lines,
    undo,
)

NOBODY = "符号を読み取るか、氏名でさがして選んでください。"
NOT_YOURS = "受付は、デジタル改革担当と、出展する課や班の人がします。"


def exhibition_for(request: HttpRequest, pk: int) -> Exhibition:
    """Return the exhibition where this user may see it; otherwise it is not found."""
    found = Exhibition.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _desk(request: HttpRequest, pk: int) -> tuple[Exhibition, list[Place]]:
    """Return the exhibition and where this user takes people in; forbidden for who does so nowhere."""
    exhibition = exhibition_for(request, pk)
    places = places_for(user=request.user, exhibition=exhibition)
    if not places:
        raise PermissionDenied(NOT_YOURS)
    return exhibition, places


class ReceptionView(View):
    """One field that a scanner or the camera fills, a search by name, and a word for whoever comes unannounced.

    Without a script each entry opens the page anew. With one, the page keeps a queue of its own and sends it to
    ``reception_lines``, so that it goes on where the network does not.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.exhibition, self.places = _desk(request, kwargs["pk"])
        chosen = request.GET.get("at", "")
        self.place = next((place for place in self.places if place.slug == chosen), self.places[0])
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Permissions-Policy"] = permissions_policy(camera=True)
        return response

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.htmx:
            return render(request, "showcase/day/_reception_people.html", self._found())
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            line = self._line()
        except ValueError:
            return self.show(status=422, refusal=NOBODY)
        answer = take_in_lines(
            exhibition=self.exhibition, places=self.places, lines=[line], actor=request.user, now=timezone.now()
        )[0]
        return self.show(status=200 if answer.noted else 422, done=answer.noted, refusal=answer.refusal)

    def _line(self) -> Line:
        given = self.request.POST
        who = read_who(given)
        means = CheckInMeans.SCANNER if who.code else CheckInMeans.NAME
        return Line(uuid.UUID(given.get("device_id", "")), self.place.slug, who, means)

    def _found(self) -> dict[str, Any]:
        words = self.request.GET.get("q", "")[:80]
        people = people_found(exhibition=self.exhibition, words=words, place=self.place, day=today())
        return {"q": words, "people": people, "device_id": uuid.uuid4(), "place": self.place}

    def show(self, status: int = 200, **said: Any) -> HttpResponse:
        done: Noted | None = said.get("done")
        kinds = kinds_on_the_spot(self.exhibition)
        context = {
            "exhibition": self.exhibition,
            "places": self.places,
            "count": count_at(place=self.place, day=today()),
            "kinds": [(kind, label) for kind, label in VisitorKind.choices if kind in kinds],
            "said": spoken(done) if done else "",
            "is_odd": done is not None and (not done.is_new or done.has_no_seat),
            "refusal": said.get("refusal", ""),
        } | self._found()
        return render(self.request, "showcase/day/reception.html", context, status=status)


@require_POST
def reception_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in what a device kept, as JSON; every line is answered for itself, in the order in which they came."""
    exhibition, places = _desk(request, pk)
    try:
        lines = read_lines(request.body)
    except UnreadableLines:
        return JsonResponse({"error": UNREADABLE}, status=400)
    good = [line for line in lines if isinstance(line, Line)]
    answers = iter(
        take_in_lines(exhibition=exhibition, places=places, lines=good, actor=request.user, now=timezone.now())
    )
    said = [_unread(line) if isinstance(line, Unreadable) else _said(next(answers)) for line in lines]
    place = next((place for place in places if place.slug == request.GET.get("at", "")), places[0])
    return JsonResponse({"answers": said, "count": count_at(place=place, day=today())})


def _unread(line: Unreadable) -> dict[str, str]:
    return {"id": line.device_id, "outcome": "refused", "words": UNREADABLE}


def _said(answer: Answer) -> dict[str, str]:
    device_id = str(answer.line.device_id)
    if answer.noted is None:
        return {"id": device_id, "outcome": "refused", "words": answer.refusal}
    outcome = "new" if answer.noted.is_new else "again"
    tone = "ok" if answer.noted.is_new and not answer.noted.has_no_seat else "warn"
    return {"id": device_id, "outcome": outcome, "tone": tone, "words": spoken(answer.noted)}


def spoken(noted: Noted) -> str:
    """Return what the reception reads: who, and whether they were there already."""
    visitor = noted.row.visitor
    name = visitor.user.name if visitor.user else visitor.name
    who = f"{name}さん" if name else f"{visitor.organization}の方"
    if noted.is_new:
        return f"{who}を受け付けました" + ("。席の予約がありません" if noted.has_no_seat else "")
    at = timezone.localtime(noted.row.at)
    return f"{who}は、もう受け付けています（{at.month}月{at.day}日 {at:%H:%M}）"


@require_safe
def reception_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the page the names of those registered, to search in without the network; it keeps them nowhere."""
    exhibition, _places = _desk(request, pk)
    people = people_registered(exhibition=exhibition)
    return JsonResponse({"people": [[one.field, one.value, one.name, one.about] for one in people]})


@require_POST
def reception_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one entry, by the id that the device gave it."""
    exhibition, _places = _desk(request, pk)
    try:
        device_id = uuid.UUID(request.POST.get("device_id", ""))
    except ValueError:
        return JsonResponse({"error": UNREADABLE}, status=400)
    undo(exhibition=exhibition, device_id=device_id, actor=request.user)
    return JsonResponse({"words": "取り消しました"})
