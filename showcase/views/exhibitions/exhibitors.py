"""The DX section's list of exhibitors: invited, chosen, told; taken away as a file, printed as badges."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import Paginator, query_without
from minato_dx.core.text import is_blank
from minato_dx.reference.models import Company, CompanyContact
from minato_dx.reference.services import CompanyFacts, Person, add_contact, find_or_create_company
from showcase.enums import ExhibitorKind
from showcase.exceptions import ShowcaseError
from showcase.forms.exhibitions.exhibitors import ExhibitorsForm, InviteForm, NoticeForm
from showcase.models import Exhibitor
from showcase.selectors.exhibitions.exhibitors import lacks, lines_of, listed_exhibitors, people_with_badges
from showcase.selectors.exhibitions.planning import counts_of
from showcase.services.exhibitions.inviting import BEFORE, Who, invite
from showcase.services.exhibitions.noticing import send_notice
from showcase.views.exhibitions.base import PlanStep, exhibition_of

PER_PAGE = 50
HEADER = (
    "ブース", "会場", "状態", "区分", "出展者", "法人番号", "相手", "メール", "見せるもの", "ひとことで", "分野",
    "庁内ツール", "費用", "電源", "ネットワーク", "広さ・持ち込むもの", "足りないもの", "ブースの担当者",
    "理由", "決めた日",
)  # fmt: skip


@require_safe
def exhibitor_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """List the exhibitors of an exhibition with what their booths lack; the conditions stand in the address."""
    exhibition = exhibition_of(request, pk)
    form = ExhibitorsForm(request.GET)
    rows = listed_exhibitors(exhibition=exhibition, conditions=form.conditions)
    page = Paginator(rows, per_page=PER_PAGE).page(request.GET.get("page"))
    context = {
        "exhibition": exhibition,
        "form": form,
        "page": page,
        "lines": lines_of(page.rows),
        "counts": counts_of(exhibition=exhibition),
        "narrowed": form.chosen,
        "query": query_without(request.GET, "page"),
        "may_invite": exhibition.state in BEFORE,
        "notices": exhibition.notices.select_related("sent_by"),
    }
    return render(request, "showcase/plan/exhibitors.html", context, status=200 if form.is_valid() else 422)


@require_safe
def exhibitor_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Answer with what the list shows, all pages of it, as CSV or Excel."""
    exhibition = exhibition_of(request, pk)
    form = ExhibitorsForm(request.GET)
    found = listed_exhibitors(exhibition=exhibition, conditions=form.conditions).prefetch_related("people")
    rows: Iterator[Sequence[Cell]] = (_cells(row) for row in found)
    name = f"出展者一覧_{today():%Y%m%d}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=rows)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="出展者一覧", header=HEADER, rows=rows)
    raise Http404


def _cells(row: Exhibitor) -> Sequence[Cell]:
    return (
        row.booth.code if row.booth else "",
        row.booth.hall.name if row.booth else "",
        row.get_state_display(),
        row.get_kind_display(),
        row.name,
        row.company.corporate_number if row.company else "",
        row.contact.name if row.contact else "",
        row.contact.mail if row.contact else "",
        row.title,
        row.summary,
        row.field.name if row.field else "",
        row.tool.name if row.tool else "",
        row.cost,
        row.needs_power,
        row.needs_network,
        row.needs_space,
        "".join(lacks(exhibitor=row, booth=row.booth)),
        "、".join(person.name for person in row.people.all()),
        row.reason,
        local(row.decided_at).date() if row.decided_at else None,
    )


@require_safe
def exhibitor_badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the badges of those who stand at the booths, to be printed and cut."""
    exhibition = exhibition_of(request, pk)
    badges = [(row, person) for row, people in people_with_badges(exhibition=exhibition) for person in people]
    return render(request, "showcase/plan/badges.html", {"exhibition": exhibition, "badges": badges})


class InviteView(PlanStep):
    template_name = "showcase/plan/invite.html"
    form_class = InviteForm
    question = "出展者を招待する"
    done_message = "招待しました。"

    def get_success_url(self) -> str:
        return reverse("exhibitor_desk", args=[self.exhibition.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"day": today()}

    def perform(self, data: dict[str, Any]) -> None:
        with transaction.atomic():
            who = self._who(data)
            invite(who=who, **self.step)

    def _who(self, data: dict[str, Any]) -> Who:
        kind = data["kind"]
        if kind == ExhibitorKind.DIVISION:
            return Who(division=data["division"])
        if kind == ExhibitorKind.TEAM:
            return Who(team=data["team"])
        try:
            company = data["company"] or self._new_company(data)
            return Who(company=company, contact=self._contact(company, data))
        except ValidationError as fault:
            field = "corporate_number" if data["corporate_number"] else "no_number_reason"
            raise ShowcaseError(fault.messages[0], field) from fault

    def _new_company(self, data: dict[str, Any]) -> Company:
        names = ("corporate_number", "no_number_reason")
        facts = CompanyFacts(name=data["company_name"], **{name: data[name] for name in names})
        return find_or_create_company(facts=facts, now=timezone.now())

    def _contact(self, company: Company, data: dict[str, Any]) -> CompanyContact | None:
        if is_blank(data["contact_name"]):
            return company.contacts.filter(is_active=True).first()
        person = Person(data["contact_name"], mail=data["contact_mail"])
        return add_contact(company=company, person=person, actor=self.request.user)


class NoticeView(PlanStep):
    form_class = NoticeForm
    question = "出展者に連絡する"
    done_message = "出展が決まった全員に送りました。"
    consequences = (
        "出展が決まった課・班・企業の全員に、同じ文を、同時に送ります。企業は公開の窓口の自分のページで読みます。",
        "送ったあとは直せません。",
    )

    def get_success_url(self) -> str:
        return reverse("exhibitor_desk", args=[self.exhibition.pk])

    def perform(self, data: dict[str, Any]) -> None:
        send_notice(**self.step, **data)
