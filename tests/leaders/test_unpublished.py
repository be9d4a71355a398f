"""A decision that is not published yet is looked for by everybody who may not know of it, on every surface.

The world with the decision and the same world without it are compared page by page, message by message: for each of
these roles they must be equal, also after the head or the candidate acts meanwhile.
"""

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from openpyxl import load_workbook

from leaders.enums import Outcome, State
from leaders.models import Cohort, Decision, LeaderTerm, Letter, Recommendation
from leaders.services.deciding import decide
from leaders.services.publishing import publish_due
from minato_dx.core.calendar import today
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.notifications.services.relay import relay
from minato_dx.organization.enums import Office
from minato_dx.organization.models import User
from minato_dx.scheduling.models import FeedToken
from minato_dx.scheduling.services import renew_feed_token, secret_of
from tests.leaders.addresses import NAMES
from tests.leaders.steps import checked, fresh
from tests.organization.factories import AbsenceFactory, OfficeHolderFactory, UserFactory, Ward, make_ward
from tests.test_url_access import OUR_NAMES

ROLES = (
    "requester", "colleague", "head", "acting_head", "leader", "outsider", "outsider_head", "administrator",
)  # fmt: skip
SLUG = "2026-1"
# What only somebody who knows of the decision could write.
TELLING = ("令和8年度 第1号", "決定しました", "承認しました", "に決めています", "発令を待", "後閲")
# These end the session, or ask for something that is not there; they are no surface.
NO_PAGES = {"logout", "demo_login"}
WAYS = ("approved", "declined", "approved by the deputy")


@dataclass(frozen=True)
class World:
    """保育課's recommendation, checked; 高齢者支援課 has a leader already. ``decide`` makes the other world of it."""

    ward: Ward
    cohort: Cohort
    deputy: User
    row: Recommendation
    term: LeaderTerm
    feeds: dict[str, FeedToken]
    way: str

    def decide(self) -> Decision:
        actor = self.deputy if "deputy" in self.way else self.ward.cio
        outcome = Outcome.DECLINED if self.way == "declined" else Outcome.APPROVED
        person = User.objects.get(pk=actor.pk)
        [decision] = decide(actor=person, ids=[self.row.pk], outcome=outcome, reason="秘密の理由").decisions
        return decision

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=True)
        person = User.objects.get(pk=getattr(self.ward, role).pk)
        client.force_login(person, backend="minato_dx.organization.backends.StaffBackend")
        return client

    def addresses(self, role: str) -> list[str]:
        """Return every address of the leaders' pillar with what belongs to the recommendation, and all else."""
        feed = f"{reverse('calendar_feed')}?{urlencode({'key': secret_of(self.feeds[role])})}"
        return [*self._of_leaders(), *_without_arguments(), *self._searches(), feed]

    def main_addresses(self) -> list[str]:
        """Return those of the leaders' pillar, and where messages and days are shown."""
        return [*self._of_leaders(), *(reverse(name) for name in ("home", "inbox", "calendar"))]

    def _of_leaders(self) -> list[str]:
        arguments: dict[str, list[Any]] = {
            "leader_division": ["0903"],
            "cohort_edit": [self.cohort.pk],
            "recommendation_create": ["0903"],
            "recommendation_none": ["0903"],
            "term_change": [self.term.pk, "renew"],
            **dict.fromkeys(("letter_detail", "letter_pdf"), [SLUG]),
        }
        of_the_row = {"approval_detail"} | {name for name in NAMES if name.startswith("recommendation_")}
        of_the_row -= {"recommendation_list", "recommendation_check", "recommendation_create", "recommendation_none"}
        arguments |= dict.fromkeys(of_the_row, [self.row.pk])
        return [reverse(name, args=arguments.get(name, [])) for name in sorted(NAMES)]

    def _searches(self) -> list[str]:
        name, lists = self.row.candidate_name, ("leader_coverage", "leader_coverage_csv", "leader_coverage_xlsx")
        asked: list[tuple[str, dict[str, Any]]] = [(one, {"q": name}) for one in lists]
        asked += [("leader_coverage", {"cover": "recommended"}), ("leader_coverage", {"on": self.cohort.appoint_on})]
        asked.append(("consultation_list", {"q": name}))
        for tab in ("", "check", "checked", "ended"):
            asked.append(("recommendation_list", {"q": name, "tab": tab}))
        asked += [("recommendation_list", {"format": kind}) for kind in ("csv", "xlsx")]
        asked += [("letter_list", {"q": name}), ("letter_list", {"format": "csv"}), ("letter_list", {"format": "xlsx"})]
        asked += [("letters_pdf", {"letter": SLUG}), ("approval_review", {"id": self.row.pk})]
        asked += [("calendar", {"month": "2026-12"}), ("calendar", {"day": self.cohort.appoint_on})]
        return [f"{reverse(page)}?{urlencode(query)}" for page, query in asked]


def _without_arguments() -> Iterator[str]:
    """Yield every address of the portal that needs no argument: home, inbox, calendar, lists, health and so on."""
    for name in sorted(set(OUR_NAMES) - NO_PAGES - NAMES):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


@pytest.fixture
def world(cohort: Cohort, request: pytest.FixtureRequest) -> World:
    """The world before the decision; the deputy does nothing else, and while the CIO is absent stands in."""
    ward = make_ward()
    deputy = UserFactory(staff_number="0000003", name="瑞穂 恵")
    OfficeHolderFactory(office=Office.CIO_DEPUTY, user=deputy)
    way = getattr(request, "param", WAYS[0])
    if "deputy" in way:
        AbsenceFactory(user=ward.cio, valid_from=today(), valid_to=cohort.appoint_on)
    row = checked(ward, cohort)
    day, end = dt.date(2025, 4, 1), dt.date(2027, 4, 1)
    term = LeaderTerm.objects.create(
        person=ward.outsider, division=ward.elderly, valid_from=day, valid_to=end, published_on=day
    )
    feeds = {role: renew_feed_token(user=getattr(ward, role)) for role in ROLES}
    return World(ward, cohort, deputy, row, term, feeds, way)


# --- What somebody finds ----------------------------------------------------------------------------------------


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside: signing in, and what a page writes down."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def words_of(response: HttpResponseBase) -> str:
    """Return what the answer says, without what differs on every answer."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
    if "spreadsheet" in response.headers.get("Content-Type", ""):
        book = load_workbook(io.BytesIO(content))
        return repr([[cell.value for cell in row] for sheet in book for row in sheet])
    text = content.decode(errors="replace")
    text = re.sub(r'nonce="[^"]*"', "", text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    # Messages are counted over the whole ward, and which number a new recommendation gets is the database's affair.
    text = re.sub(r"/recommendations/\d+/", "/recommendations/", text)
    text = re.sub(r'name="id" value="\d+"', "", text)
    return re.sub(r'value="[0-9a-f]{8}-[0-9a-f-]{27}"', "", text)


def seen(client: Client, address: str) -> tuple[int, str, str]:
    response = client.get(address)
    return response.status_code, response.headers.get("Location", ""), words_of(response)


def pages(world: World, role: str, addresses: list[str]) -> dict[str, Any]:
    with undone():
        client = world.client(role)
        return {address: seen(client, address) for address in addresses}


def told(world: World, role: str) -> list[Any]:
    """Return the messages to the person, and the mails that are owed or were sent to them."""
    person = getattr(world.ward, role)
    messages = Notification.objects.filter(recipient=person).order_by("pk")
    owed = Delivery.objects.filter(recipient=person).order_by("pk")
    return [
        list(messages.values("kind", "topic", "title", "text", "object_kind", "means", "created_at")),
        list(owed.values("notification__title", "state", "due_at", "in_office_hours", "calendar")),
        sent_to(person),
    ]


def sent_to(person: User) -> list[tuple[str, str]]:
    """Send what is owed, take it back, and return subject and text of the mails to the person."""
    mail.outbox.clear()
    with undone():
        relay()
    return [(one.subject, str(one.body)) for one in mail.outbox if person.email in one.to]


def everything(world: World, role: str, act: Callable[[World], Any] | None = None) -> dict[str, Any]:
    """Return all that the person finds; after ``act``, and of other ways than the plain one, what main pages say."""
    with undone():
        answer = act(world) if act else None
        addresses = world.addresses(role) if world.way == WAYS[0] and not act else world.main_addresses()
        return {"answer": answer, "told": told(world, role), **pages(world, role, addresses)}


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    assert one.keys() == other.keys()
    return [place for place in one if one[place] != other[place]]


# --- Looking ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("world", WAYS, indirect=True)
def test_the_decision_changes_nothing_anywhere(world: World, role: str) -> None:
    without = everything(world, role)
    world.decide()
    with_it = everything(world, role)

    assert differing(without, with_it) == []
    assert not [word for word in TELLING if word in repr(with_it)]
    assert "秘密の理由" not in repr(with_it)


@pytest.mark.lenient_templates
@pytest.mark.parametrize("role", ROLES)
def test_the_board_as_a_table_is_the_same_too(world: World, role: str) -> None:
    address = f"{reverse('leader_coverage')}?view=table"
    with undone():
        without = seen(world.client(role), address)
    world.decide()
    with undone():
        assert seen(world.client(role), address) == without


def test_who_knows_of_it_does_see_it(world: World) -> None:
    """The look itself works: the CIO's pages do differ, and the candidate's do once it is published."""
    with undone():
        feed = renew_feed_token(user=world.ward.cio)
    world.feeds["cio"] = feed
    without = everything(world, "cio")
    world.decide()

    found = differing(without, everything(world, "cio"))

    assert reverse("letter_detail", args=[SLUG]) in found
    assert reverse("approval_list") in found
    assert reverse("recommendation_detail", args=[world.row.pk]) in found


def test_on_its_day_everybody_sees_it(world: World, clock: Any) -> None:
    world.decide()
    clock.move_to(f"{world.cohort.appoint_on}T00:00:00+09:00")
    without = everything(world, "leader")
    publish_due()

    found = differing(without, everything(world, "leader"))

    assert {"told", reverse("letter_detail", args=[SLUG]), reverse("leader_coverage")} <= set(found)


def test_publishing_before_its_day_changes_nothing(world: World) -> None:
    without = everything(world, "head")
    world.decide()
    assert publish_due() == 0
    assert differing(without, everything(world, "head")) == []


def test_nothing_about_it_reaches_them(world: World) -> None:
    decision = world.decide()

    for role in ROLES:
        person = User.objects.get(pk=getattr(world.ward, role).pk)
        assert not Decision.objects.visible_to(person).exists(), role
        assert not Letter.objects.visible_to(person).exists(), role
        rows = Notification.objects.filter(recipient=person)
        assert not rows.filter(object_kind="decision", object_id=decision.pk).exists(), role


# --- Acting meanwhile -------------------------------------------------------------------------------------------


def _posted(world: World, role: str, name: str, **data: Any) -> tuple[int, str, str]:
    client = world.client(role)
    response = client.post(reverse(name, args=[world.row.pk]), data, follow=True)
    [(address, _status)] = response.redirect_chain
    # Which number a new recommendation gets is the database's affair.
    return response.status_code, re.sub(r"\d+", "", address), "" if data.get("token") else words_of(response)


def withdrawn(world: World) -> Any:
    answer = _posted(world, "head", "recommendation_withdraw", reason="異動の内示があった")
    assert fresh(world.row).state == State.WITHDRAWN
    return answer


def replaced(world: World) -> Any:
    answer = _posted(
        world,
        "head",
        "recommendation_replace",
        candidate=world.ward.colleague.staff_number,
        reason="窓口に詳しい",
        token=str(uuid.uuid4()),
    )
    assert fresh(world.row).state == State.WITHDRAWN
    return answer


def refused(world: World) -> Any:
    answer = _posted(world, "leader", "recommendation_detail", act="consent", agrees="no", comment="家の事情で")
    assert fresh(world.row).state == State.RETURNED
    return answer


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", [withdrawn, replaced, refused])
def test_who_acts_meanwhile_succeeds_and_learns_nothing(world: World, act: Callable[[World], Any], role: str) -> None:
    without = everything(world, role, act)
    world.decide()
    with_it = everything(world, role, act)

    assert differing(without, with_it) == []
    assert not [word for word in TELLING if word in repr(with_it)]


def test_the_decision_is_void_then(world: World) -> None:
    decision = world.decide()
    withdrawn(world)
    decision.refresh_from_db()
    assert decision.voided_at is not None


# --- The administrators' site -----------------------------------------------------------------------------------

HIDDEN_MODELS = ("recommendation", "recommendationlog", "decision", "letter")
REGISTERED = sorted(model._meta.label_lower for model in admin.site._registry)


def _admin_cases() -> Iterator[Any]:
    for way in ("approved", "approved by the deputy"):
        for label in REGISTERED:
            yield pytest.param(way, label)


def _admin_addresses(label: str, world: World) -> list[str]:
    """Return the list of a model, the search for the candidate, and its newest rows by themselves."""
    model = next(one for one in admin.site._registry if one._meta.label_lower == label)
    page = f"admin:{label.replace('.', '_')}"
    whole = reverse(f"{page}_changelist")
    newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)[:5]
    single = [reverse(f"{page}_change", args=[pk]) for pk in newest]
    return [whole, f"{whole}?{urlencode({'q': world.row.candidate_name})}", *single]


def _admin_pages(label: str, world: World) -> dict[str, Any]:
    """Open each address in a window of its own: what one is told on a page that is gone stands on the next."""
    found: dict[str, Any] = {}
    for address in _admin_addresses(label, world):
        found |= pages(world, "administrator", [address])
    return found


@pytest.mark.parametrize(("world", "label"), list(_admin_cases()), indirect=["world"])
def test_the_administrators_site_shows_nothing(world: World, label: str) -> None:
    without = _admin_pages(label, world)
    world.decide()
    with_it = _admin_pages(label, world)

    # A row that was not there before is answered as one that is nowhere.
    nowhere = (302, reverse("admin:index"), "")
    assert [address for address in with_it if with_it[address] != without.get(address, nowhere)] == []


@pytest.mark.parametrize("name", HIDDEN_MODELS)
def test_the_tables_of_decisions_are_not_on_the_administrators_site(world: World, name: str) -> None:
    world.decide()
    assert f"leaders.{name}" not in REGISTERED
    client = world.client("administrator")
    for page in ("", "1/change/", "1/history/", "add/"):
        assert client.get(f"/admin/leaders/{name}/{page}").status_code == 404
    for page in ("/admin/", "/admin/leaders/"):
        assert f"/admin/leaders/{name}/" not in client.get(page).content.decode()
