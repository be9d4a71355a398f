"""「うちの課でもできる」: one click on the page of a thing, and the list of what was wished for."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from consultations import wishes
from consultations.exceptions import ConsultationError
from consultations.forms.interests import SentenceForm, WishFilterForm
from consultations.models import Interest
from consultations.selectors.interests import listed_wishes, wish_choices
from consultations.services import interests
from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import Paginator

HEADER = ("日付", "何について", "名前", "課", "職員", "ひとこと", "相談")


@require_POST
def wish(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Note the wish, and lead back to the thing."""
    try:
        what = wishes.get(kind)
    except KeyError as error:
        raise Http404 from error
    try:
        interests.wish(user=request.user, kind=kind, object_id=object_id, now=timezone.now())
    except PermissionDenied as error:
        # What one cannot see does not exist; what is over can be seen and not wished for.
        if object_id not in what.visible(request.user, [object_id]):
            raise Http404 from error
        messages.warning(request, "見せる期間が終わったので、いまは押せません。")
    except ConsultationError as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{what.url(object_id)}#wish")


def _own(request: HttpRequest, pk: int) -> Interest:
    row = Interest.objects.filter(pk=pk, user=request.user).first()
    if row is None:
        raise Http404
    return row


def _back(row: Interest) -> HttpResponse:
    return redirect(f"{wishes.get(row.kind).url(row.object_id)}#wish")


@require_POST
def wish_say(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the sentence."""
    row = _own(request, pk)
    form = SentenceForm(request.POST)
    if form.is_valid():
        interests.say(interest=row, user=request.user, sentence=form.cleaned_data["sentence"])
        messages.success(request, "ひとことを残しました。")
    else:
        messages.error(request, "、".join(form.errors["sentence"]))
    return _back(row)


@require_POST
def wish_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the wish back; it can be undone in place."""
    row = _own(request, pk)
    try:
        interests.withdraw(interest=row, user=request.user, now=timezone.now())
    except ConsultationError as refusal:
        messages.error(request, refusal.message)
    return _back(row)


@require_POST
def wish_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the taking back."""
    row = _own(request, pk)
    interests.restore(interest=row, user=request.user)
    return _back(row)


@require_POST
def wish_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the wish a consultation."""
    row = _own(request, pk)
    try:
        case = interests.begin_consultation(interest=row, user=request.user, now=timezone.now())
    except ConsultationError as refusal:
        messages.error(request, refusal.message)
        return _back(row)
    return redirect("consultation_sent", case)


def _form(request: HttpRequest) -> WishFilterForm:
    return WishFilterForm(request.GET, choices=wish_choices(user=request.user))


@require_safe
def wish_list(request: HttpRequest) -> HttpResponse:
    """Show the wishes of one's divisions, and to the DX section all; the conditions stand in the address."""
    form = _form(request)
    rows = listed_wishes(user=request.user, conditions=form.conditions)
    page = Paginator(rows).page(request.GET.get("page"), count=rows.count())
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "lines": _lines(request, page.rows),
        "query": query.urlencode(),
        "narrowed": form.chosen,
    }
    return render(request, "consultations/wish_list.html", context, status=200 if form.is_valid() else 422)


def _lines(request: HttpRequest, rows: Sequence[Interest]) -> list[tuple[Interest, str]]:
    """Return each wish with the address of its thing, empty where the reader may not see it any more."""
    seen = {
        name: wishes.get(name).visible(request.user, [row.object_id for row in rows if row.kind == name])
        for name in {row.kind for row in rows}
    }
    urls = {(name, object_id): wishes.get(name).url(object_id) for name, ids in seen.items() for object_id in ids}
    return [(row, urls.get((row.kind, row.object_id), "")) for row in rows]


@require_safe
def wish_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with what the list shows, all pages of it, as CSV or Excel."""
    found = listed_wishes(user=request.user, conditions=_form(request).conditions)
    rows: Iterator[Sequence[Cell]] = (_cells(row) for row in found)
    name = f"うちの課でもできる_{today():%Y%m%d}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=rows)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="うちの課でもできる", header=HEADER, rows=rows)
    raise Http404


def _cells(row: Interest) -> Sequence[Cell]:
    division: str = row.division_name  # type: ignore[attr-defined]  # annotated by the selector
    case = row.consultation.number if row.consultation else ""
    return (
        local(row.created_at).date(), wishes.registered().get(row.kind, ""), row.title, division, row.user.name,
        row.sentence, case,
    )  # fmt: skip
