"""Finding a case by its number: what one may not see does not exist."""

from django.db.models import QuerySet
from django.http import Http404

from consultations.converters import ReceiptNumber
from consultations.models import Consultation
from minato_dx.organization.models import User

# Who entered it and what it was merged into are read by the few pages of the few cases that have them.
ALONG = ("requester", "assignee", "division", "department", "field")


def _find(rows: QuerySet[Consultation], number: ReceiptNumber) -> Consultation:
    case = rows.filter(fiscal_year=number.fiscal_year, serial=number.serial).first()
    if case is None:
        raise Http404
    return case


def visible_case(user: User, number: ReceiptNumber) -> Consultation:
    """Return the consultation of that number, or raise Http404 alike for "not there" and "not yours"."""
    return _find(Consultation.objects.visible_to(user).select_related(*ALONG).with_attendance(), number)


def shown_case(user: User, number: ReceiptNumber) -> Consultation:
    """Like ``visible_case``, as the case's own page wants it: its people are read there, and in one statement."""
    return _find(Consultation.objects.visible_to(user), number)


def agreeable_case(user: User, number: ReceiptNumber) -> Consultation:
    """Like ``visible_case``, and also a private one whose summary was opened to ``user`` as head."""
    rows = Consultation.objects
    ids = rows.visible_to(user).values("pk"), rows.summarised_for(user).values("pk")
    either = rows.filter(pk__in=ids[0]) | rows.filter(pk__in=ids[1])
    return _find(either.select_related(*ALONG).with_attendance(), number)
