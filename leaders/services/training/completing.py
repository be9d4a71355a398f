"""Completion, and the certificate that says so."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from leaders.models import Certificate, Programme, Trainee
from leaders.permissions import can_check
from leaders.selectors.settings import leader_settings
from leaders.selectors.training import progress_of
from leaders.services.letter_pdf import seal_address
from leaders.services.telling import tell_of_training
from minato_dx.core.calendar import fiscal_year
from minato_dx.core.pdf import as_pdf
from minato_dx.core.steps import require
from minato_dx.organization.enums import Office
from minato_dx.organization.models import User
from minato_dx.organization.selectors import head_of, office_holder, post_label
from minato_dx.reference.services import draw_number

SERIES = "leader_certificate"
STYLE = "css/letter.css"


@transaction.atomic
def complete(*, programme: Programme, ids: Collection[int], actor: User, now: dt.datetime) -> list[Certificate]:
    """Note the completion of those among ``ids`` to whom nothing is missing, and draw their certificates.

    Who lacks something, has completed or has left is passed over.
    """
    require(can_check(actor))
    day = timezone.localdate(now)
    rows = Trainee.objects.select_for_update(of=("self",)).staying().filter(programme=programme, pk__in=ids)
    trainees = list(
        rows.filter(completed_on__isnull=True).select_related("person", "division").order_by("person__staff_number")
    )
    done = [one.trainee for one in progress_of(programme=programme, trainees=trainees) if one.is_complete]
    return [_certify(programme, trainee, day, now) for trainee in done]


def _certify(programme: Programme, trainee: Trainee, day: dt.date, now: dt.datetime) -> Certificate:
    trainee.completed_on = day
    trainee.save(update_fields=["completed_on"])
    settings, signer = leader_settings(), office_holder(office=Office.CIO, day=day)
    year = fiscal_year(day)
    certificate = Certificate.objects.create(
        trainee=trainee,
        fiscal_year=year,
        serial=draw_number(series=SERIES, fiscal_year=year),
        name=trainee.person.name,
        place=post_label(user=trainee.person, day=day),
        programme_name=programme.name,
        cohort_number=programme.cohort.number,
        starts_on=programme.starts_on,
        issued_on=day,
        city=settings.city_name,
        signer_title=settings.signer_title,
        signer_name=signer.name if signer else "",
    )
    head = head_of(division=trainee.division, day=day) if trainee.division else None
    tell_of_training(
        programme=programme,
        event=f"completed:{trainee.pk}",
        to=[trainee.person, head],
        text=f"{trainee.person.name}さんが「{programme.name}」を修了しました",
        details="修了証は、研修の画面から印刷できます。",
        now=now,
    )
    return certificate


def certificate_as_pdf(*, certificate: Certificate) -> bytes:
    """Return the certificate as one tagged page."""
    context = {"certificate": certificate, "title": f"修了証 {certificate.number}", "seal": seal_address()}
    return as_pdf(html=render_to_string("leaders/certificate_print.html", context), style=STYLE)
