"""What the public door hears of a company that exhibits: where it stands, its booth, how many wished and came."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultations.models import Interest
from minato_dx.exchange.services.telling import tell_door
from showcase.enums import EXHIBITOR_KIND, ExhibitionState, ExhibitorKind, ExhibitorState
from showcase.models import CheckIn, Exhibition, ExhibitionLog, Exhibitor, ExhibitorNotice, NameShown
from showcase.services.exhibitions.door_publishing import day_text, field_choices, form_of

State = ExhibitorState
# What a company reads on its page.
PUBLIC_STATES = {
    State.INVITED: "ご招待しています",
    State.APPLIED: "お申込みを受け付けました",
    State.SELECTED: "出展が決まりました",
    State.DECLINED: "今回は見送りました",
    State.WITHDRAWN: "辞退",
}
# A company may change what it wrote in these, until the exhibition begins.
CHANGEABLE = (State.INVITED, State.APPLIED, State.SELECTED)
BEFORE = (ExhibitionState.PLANNED, ExhibitionState.APPLICATIONS, ExhibitionState.PUBLISHED)
OVER = (ExhibitionState.CLOSED, ExhibitionState.REPORTED, ExhibitionState.CANCELLED)
# Who wished and who came is told while the exhibition is looked at, and for this long after it.
COUNTED_FOR = dt.timedelta(days=90)
# Half a year after the exhibition the door forgets the company's page and address.
PAGE_FOR = dt.timedelta(days=180)
Figures = tuple[int, int, list[str]]
Fields = list[list[Any]]
RESULTS = {
    "select": (
        "出展が決まりました",
        "お申込みいただいた出展が決まりました。ブースの場所と当日までのご連絡は、次のページでお知らせします。",
    ),
    "decline": (
        "今回は見送りました",
        "お申込みいただき、ありがとうございました。検討の結果、今回の出展は見送らせていただきます。"
        "次の展示会を計画しましたら、あらためて募集します。",
    ),
    "reopen": ("選び直しています", "都合により、出展の可否を選び直しています。決まりましたら、お知らせします。"),
}


@transaction.atomic
def tell_exhibitor(*, exhibitor: Exhibitor, now: dt.datetime) -> bool:
    """Owe the door what a company reads on its page, where that has changed; tell whether it had.

    Whoever was invited and is not known there yet is invited now. Of others (divisions, teams, companies that nobody
    can be reached at) there is nothing to tell.
    """
    if exhibitor.kind != ExhibitorKind.COMPANY:
        return False
    if exhibitor.at_door_since is None:
        return _invite(exhibitor, field_choices(), now)
    payload = _status(exhibitor, _figures([exhibitor])[exhibitor.pk], field_choices())
    return _tell_if_new(exhibitor, payload, now)


def _invite(exhibitor: Exhibitor, fields: Fields, now: dt.datetime) -> bool:
    contact, exhibition = exhibitor.contact, exhibitor.exhibition
    # While it is only planned they are noted, and hear of it when applications open, all at once.
    is_open = exhibition.state in BEFORE and exhibition.state != ExhibitionState.PLANNED
    if exhibitor.state != State.INVITED or not is_open or contact is None or not contact.mail:
        return False
    company = {
        "exhibition": [str(exhibition.pk)],
        "contact_name": [contact.name],
        "contact_department": [contact.department],
        "contact_mail": [contact.mail],
        "contact_phone": [contact.phone],
    }
    days = "\n".join(day_text(day) for day in exhibition.days.all())
    payload = {
        "mail": contact.mail,
        "title": exhibition.title,
        "state": PUBLIC_STATES[State.INVITED],
        "subject": f"【ご招待】{exhibition.title}への出展",
        "text": f"{exhibitor.name}\n{contact.name} 様\n\n"
        f"庁内DX展示会「{exhibition.title}」に、出展のご招待をお送りします。\n\n"
        f"日時\n{days}\n\n場所\n{exhibition.place}\n\n"
        "出展は契約の手続ではなく、入札や契約で有利になることもありません。",
        "answers": {"company": company},
        "page": _page(exhibitor, (0, 0, []), fields),
    }
    tell_door(key=str(exhibitor.key), kind=EXHIBITOR_KIND, event="invite", payload=payload, now=now)
    exhibitor.at_door_since = now
    exhibitor.save(update_fields=["at_door_since"])
    return True


def _tell_if_new(exhibitor: Exhibitor, payload: dict[str, Any], now: dt.datetime) -> bool:
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if digest == exhibitor.told_digest:
        return False
    tell_door(
        key=str(exhibitor.key), kind=EXHIBITOR_KIND, event="status", payload=payload | {"at": now.isoformat()}, now=now
    )
    exhibitor.told_digest = digest
    exhibitor.save(update_fields=["told_digest"])
    return True


def _status(exhibitor: Exhibitor, figures: Figures, fields: Fields) -> dict[str, Any]:
    exhibition = exhibitor.exhibition
    is_over = exhibition.state in OVER
    return {
        "number": exhibition.title[:40],
        "state": "展示会は中止になりました" if _is_called_off(exhibitor) else PUBLIC_STATES[State(exhibitor.state)],
        "is_revisable": exhibitor.state in CHANGEABLE and exhibition.state in BEFORE,
        "has_ended": is_over or exhibitor.state in (State.DECLINED, State.WITHDRAWN),
        "page": _page(exhibitor, figures, fields),
        "erase_on": (exhibition.ends_on + PAGE_FOR).isoformat(),
    }


def _is_called_off(exhibitor: Exhibitor) -> bool:
    return bool(exhibitor.exhibition.state == ExhibitionState.CANCELLED)


def _page(exhibitor: Exhibitor, figures: Figures, fields: Fields) -> dict[str, Any]:
    """Return what stands on the company's own page: of others nothing, of visitors counts and allowed names."""
    exhibition, booth = exhibitor.exhibition, exhibitor.booth
    wishes, stamps, names = figures
    is_in = exhibitor.state == State.SELECTED
    return {
        "exhibition": exhibition.title,
        "days": [day_text(day) for day in exhibition.days.all()],
        "place": exhibition.place,
        "terms": exhibition.terms,
        "booth": f"{booth.code}（{booth.hall.name}）" if is_in and booth else "",
        "is_selected": is_in,
        "wishes": wishes if is_in else 0,
        "stamps": stamps if is_in else 0,
        "names": names if is_in else [],
        "form": form_of(exhibition, fields=fields, company=exhibitor.name),
    }


def _figures(exhibitors: Sequence[Exhibitor]) -> dict[int, Figures]:
    """Return how many wished for each and came to it, and the names of those who wished and said they may be named.

    Three queries.
    """
    ids = [row.pk for row in exhibitors]
    wished: dict[int, set[int]] = {pk: set() for pk in ids}
    rows = Interest.objects.standing().filter(kind=EXHIBITOR_KIND, object_id__in=ids)
    for pk, user in rows.values_list("object_id", "user"):
        wished[pk].add(user)
    stamps = dict.fromkeys(ids, 0)
    for pk in CheckIn.objects.filter(exhibitor__in=ids).values_list("exhibitor", flat=True):
        stamps[pk] += 1
    names: dict[int, list[str]] = {pk: [] for pk in ids}
    for shown in NameShown.objects.filter(exhibitor__in=ids).select_related("user").order_by("pk"):
        if shown.user_id in wished[shown.exhibitor_id]:
            names[shown.exhibitor_id].append(shown.user.name)
    return {pk: (len(wished[pk]), stamps[pk], names[pk]) for pk in ids}


@transaction.atomic
def tell_exhibitors() -> int:
    """Owe the door what has changed for any company; return for how many. A constant number of queries to look."""
    now = timezone.now()
    since = timezone.localdate(now) - COUNTED_FOR
    rows = (
        Exhibitor.objects.select_for_update(of=("self",))
        .filter(kind=ExhibitorKind.COMPANY, exhibition__ends_on__gte=since)
        .select_related("exhibition", "booth__hall", "contact")
        .prefetch_related("exhibition__days")
        .order_by("pk")
    )
    exhibitors = list(rows)
    figures, fields = _figures(exhibitors), field_choices()
    told = 0
    for one in exhibitors:
        if one.at_door_since is None:
            told += _invite(one, fields, now)
        else:
            told += _tell_if_new(one, _status(one, figures[one.pk], fields), now)
    return told


def tell_result(*, entry: ExhibitionLog, now: dt.datetime) -> None:
    """Owe a company the words about a decision of the DX section, inside the transaction of that step."""
    exhibitor = entry.exhibitor
    if exhibitor is None or entry.name not in RESULTS or exhibitor.at_door_since is None:
        return
    label, text = RESULTS[entry.name]
    _tell_message(exhibitor, key=f"exhibitor-step-{entry.pk}", label=label, text=text, now=now)


def tell_called_off(*, exhibition: Exhibition, now: dt.datetime) -> int:
    """Owe every company that would have come the word that the exhibition does not take place; return how many.

    Inside the transaction of that step.
    """
    rows = Exhibitor.objects.filter(
        exhibition=exhibition, kind=ExhibitorKind.COMPANY, state__in=CHANGEABLE, at_door_since__isnull=False
    )
    text = f"「{exhibition.title}」は、中止になりました。ご準備いただいた方には、申し訳ありません。"
    companies = list(rows.order_by("pk"))
    for one in companies:
        _tell_message(one, key=f"exhibitor-off-{one.pk}", label="展示会の中止", text=text, now=now)
    return len(companies)


def tell_notice(*, notice: ExhibitorNotice, now: dt.datetime) -> int:
    """Owe every company that was chosen the same words at the same moment; return how many companies hear of it.

    Inside the transaction that writes the notice.
    """
    rows = Exhibitor.objects.filter(
        exhibition=notice.exhibition_id, kind=ExhibitorKind.COMPANY, state=State.SELECTED, at_door_since__isnull=False
    )
    count = 0
    for one in rows.order_by("pk"):
        text = f"{notice.title}\n\n{notice.text}"
        _tell_message(one, key=f"exhibitor-notice-{notice.pk}-{one.pk}", label="お知らせ", text=text, now=now)
        count += 1
    return count


def _tell_message(exhibitor: Exhibitor, *, key: str, label: str, text: str, now: dt.datetime) -> None:
    payload = {"key": key, "label": label, "text": text, "wants_reply": False, "at": now.isoformat()}
    tell_door(key=str(exhibitor.key), kind=EXHIBITOR_KIND, event="message", payload=payload, now=now)
