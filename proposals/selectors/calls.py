"""Cold calls: the words that point to the door, and what became of those that were handed on."""

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from minato_dx.core.calendar import today
from minato_dx.organization.models import DivisionVersion, User
from minato_dx.reference.selectors import portal_settings
from proposals.enums import CallState
from proposals.models import ForwardedCall

NEW, HANDLED = "", "handled"
TABS = {NEW: "まだ", HANDLED: "対応済み"}
OWN_SHOWN = 10


def door_address() -> str:
    """Return the address of the public door; empty where nobody has set one."""
    return str(settings.DOOR_URL)


def words_for_callers() -> str:
    """Return what staff copy into a mail, or say on the phone, when somebody wants to sell something."""
    days, address = portal_settings().vendor_answer_days, door_address()
    lines = [
        "ご連絡ありがとうございます。",
        "",
        "区では、事業者のみなさまからのご提案を、1つの窓口で受け付けています。",
        "課では個別にお話をうかがっていませんので、次の窓口からお送りください。",
        "",
        f"提案の窓口：{address}" if address else "提案の窓口：デジタル改革担当",
        "",
        f"窓口からは、{days}開庁日以内に最初のお返事をします。内容を確かめたうえで、庁内の各課に紹介します。",
        "紹介は調達の決定ではなく、入札などで有利になるものでもありません。",
    ]
    return "\n".join(lines)


def own_calls(*, user: User) -> list[ForwardedCall]:
    """Return what the user handed on, the latest first, at most ten. One query."""
    rows = ForwardedCall.objects.filter(sent_by=user).select_related("proposal")
    return list(rows.order_by("-sent_at", "-pk")[:OWN_SHOWN])


def listed_calls(*, user: User) -> QuerySet[ForwardedCall]:
    """Return the calls that the user may see, with the division's name of today and what a line shows. One query."""
    names = DivisionVersion.objects.filter(division=OuterRef("division"), valid_from__lte=today())
    name = Coalesce(Subquery(names.order_by("-valid_from").values("name")[:1]), Value(""))
    rows: QuerySet[ForwardedCall] = ForwardedCall.objects.visible_to(user)
    return rows.annotate(division_name=name).select_related("sent_by", "handled_by", "proposal")


def in_tab(rows: QuerySet[ForwardedCall], *, tab: str) -> QuerySet[ForwardedCall]:
    """Keep what stands in the tab: of new ones whoever waits the longest first, of others the latest."""
    kept = rows.filter(_conditions()[tab])
    return kept.order_by("sent_at", "pk") if tab == NEW else kept.order_by("-handled_at", "-pk")


def tab_counts(*, rows: QuerySet[ForwardedCall]) -> dict[str, int]:
    """Return how many of the rows stand in each tab. One query."""
    found = rows.order_by().aggregate(**{f"in_{tab}": Count("pk", filter=one) for tab, one in _conditions().items()})
    return {tab: found[f"in_{tab}"] for tab in TABS}


def _conditions() -> dict[str, Q]:
    return {NEW: Q(state=CallState.NEW), HANDLED: ~Q(state=CallState.NEW)}


def call_of(*, user: User, pk: int) -> ForwardedCall | None:
    """Return one call, where the user may see it. One query."""
    return listed_calls(user=user).filter(pk=pk).first()


def new_count() -> int:
    """Return how many calls wait for the desk. One query."""
    return ForwardedCall.objects.filter(state=CallState.NEW).count()
