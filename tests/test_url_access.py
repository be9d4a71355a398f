"""Every URL × every role × own or another's × method. A URL that stands in no table here fails."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from consultations.models import Consultation, Handover
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import attach
from minato_dx.organization.models import Absence, User
from minato_dx.portal.due_jobs import run_due_jobs
from minato_dx.reference.models import InHouseTool
from minato_dx.scheduling.enums import EventCategory
from minato_dx.scheduling.models import Event
from minato_dx.scheduling.services import Subject, plan_event, renew_feed_token, secret_of
from tests.answers import closing
from tests.consultations import walk
from tests.consultations.research.addresses import NAMES as RESEARCH
from tests.leaders.addresses import APPS, TOGETHER, TRAINING
from tests.leaders.addresses import NAMES as LEADERS_NAMES
from tests.organization.factories import AbsenceFactory, Ward, make_ward
from tests.proposals.addresses import FURTHER
from tests.proposals.addresses import RULES as PROPOSALS
from tests.showcase.addresses import DAY as EXHIBITION_DAY
from tests.showcase.addresses import NAMES as STORIES

ROLES = (
    "requester", "colleague", "head", "acting_head", "leader", "outsider", "outsider_head",
    "dx_main", "dx_deputy", "dx_other", "section_head", "cio", "administrator",
)  # fmt: skip
DX = {"dx_main", "dx_deputy", "dx_other", "section_head"}
HANDLERS = {"dx_main", "dx_deputy", "section_head"}
DIVISION = {"requester", "colleague", "head", "acting_head", "leader"}
SHARED_WITH = DIVISION | DX
PRIVATE_WITH = {"requester", "dx_main", "section_head"}

# --- The tables ---------------------------------------------------------------------------------------------
# Anybody, signed in or not.
PUBLIC = {
    "login", "demo_login", "logout", "resume", "health", "health_work", "password_reset", "password_reset_done",
    "password_reset_confirm", "password_reset_complete", "help", "accessibility", "calendar_feed",
}  # fmt: skip
# Anybody signed in.
SIGNED_IN = {
    "home", "profile", "password_change", "duty_list", "inbox", "inbox_settings", "inbox_mark", "inbox_mark_all",
    "tool_list", "tool_detail", "consultation_list", "draft_save", "draft_discard", "calendar", "feed_renew",
    "showcase_front", "story_list", "story_export", "shared_list", "shared_export", "wish_list", "wish_export",
    "cold_call", "exhibition_list", "exhibitor_mine", "case_list", "case_export",
    "research_list", "research_export", "research_ask",
}  # fmt: skip
# The DX section; for anybody else it is forbidden.
DX_ONLY = {
    "consultation_enter", "triage_list", "triage_csv", "triage_xlsx", "triage_load", "slot_list", "slot_withdraw",
    "quarantine_list", "quarantine_review", "case_create", "case_import",
    "proposal_list", "proposal_export", "proposal_record", "proposal_company", "dialogue_list", "contact_list",
    "contact_export", "contact_note", "contact_fields", "contact_fields_csv", "call_list",
    "question_list", "grant_list", "company_list", "proposal_alike",
    "exhibition_plan", "exhibition_create",
}  # fmt: skip
# What is there for a few people only, and is not found by anybody else.
FOR_A_FEW: dict[str, set[str]] = {
    "event_ics": {"requester", "dx_main"},
    # The world's file is a table and no picture, and so is shown to nobody: see leaders/training/test_teams.
    "attachment_picture": set(),
    # Nothing is shared in this world: see proposals/test_catalogue.
    "shared_detail": set(),
    # Nobody's wish but one's own: see proposals/test_interests.
    **dict.fromkeys(("wish", "wish_say", "wish_withdraw", "wish_restore", "wish_begin"), set()),
    # Nobody has a seat or handed anything on: see proposals/test_dialogues and proposals/test_calls.
    **dict.fromkeys(("dialogue_detail", "dialogue_move", "dialogue_cancel", "dialogue_record"), set()),
    **dict.fromkeys(("call_detail", "call_invite"), set()),
    "absence_detail": {"dx_main", "section_head"},
    "handover_detail": {"requester", "dx_main", "dx_deputy", "section_head"},
}
# What belongs to some roles; for anybody else it is forbidden.
FOR_ROLES: dict[str, set[str]] = {
    "absence_list": DX | {"head", "outsider_head", "cio"},
    "handover_list": {"section_head"},
    "handover_create": {"section_head"},
    # Whoever leads a division, and in this ward nobody does: see portal/test_desk.
    "leader_desk": set(),
    # Whoever belongs to a division.
    "call_forward": set(ROLES) - {"cio", "administrator"},
} | dict.fromkeys(DX_ONLY, DX)
# A page of one consultation: who may use it, among those who see the consultation at all.
CASE: dict[str, set[str]] = {
    "consultation_detail": SHARED_WITH,
    "consultation_by_id": SHARED_WITH,
    "attachment_download": SHARED_WITH,
    "consultation_sent": {"requester"},
    "message_post": DIVISION | HANDLERS,
    "note_post": DX,
    "consultation_withdraw": {"requester"},
    "consultation_reopen": {"requester"} | HANDLERS,
    "consultation_close": HANDLERS,
    "consultation_merge": HANDLERS,
    "consultation_hand_over": HANDLERS,
    "consultation_reassign": HANDLERS,
    "consultation_wait": HANDLERS,
    "consultation_resume": DIVISION | HANDLERS,
    "consultation_assess": HANDLERS,
    "consultation_start": HANDLERS,
    "consultation_live": HANDLERS,
    "consultation_rethink": HANDLERS,
    "consultation_privacy": {"requester"},
    "consultation_summary": {"requester"},
    "consultation_solved": {"requester"},
    "consultation_theme": {"requester"},
    # Whoever leads the division, once asked: see test_leader_first.
    "leader_answer": set(),
    "leader_hand_on": {"requester"},
    "leader_solved": {"requester"},
    "consultation_still": {"requester"},
    "hearing_create": HANDLERS,
    "hearing_sheet": SHARED_WITH,
    "hearing_sheet_save": HANDLERS,
    "hearing_ask": HANDLERS,
    "hearing_confirm": {"requester"},
    "hearing_correct": {"requester"},
    "hearing_print": DX,
    "hearing_cancel": {"requester"} | HANDLERS,
    "hearing_move": {"requester"} | HANDLERS,
    "hearing_outcome": HANDLERS,
    "meeting_choose": {"requester"},
    "times_propose": {"requester"},
    "answer_create": HANDLERS,
    "agreement": {"head"},
    "effect_record": DIVISION | HANDLERS,
}
# Pages that everybody who sees the case may read, though only those above may act on them. What only acts (POST)
# leads a GET back to its page.
READ_BY_ALL = {
    "agreement", "effect_record", "hearing_sheet_save", "hearing_ask", "hearing_confirm", "hearing_correct",
}  # fmt: skip
NOT_OFFERED = "not offered"
LISTED = PUBLIC | SIGNED_IN | set(FOR_ROLES) | set(FOR_A_FEW) | set(CASE)


def walk_patterns(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """Yield every URL name, with its namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk_patterns(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


ALL_NAMES = sorted(set(walk_patterns(get_resolver().url_patterns)))
OUR_NAMES = [name for name in ALL_NAMES if not name.startswith("admin:")]
ADMIN_NAMES = [name for name in ALL_NAMES if name.startswith("admin:")]


@dataclass(frozen=True)
class World:
    """A ward with one consultation of its requester, a hearing and a file."""

    ward: Ward
    case: Consultation
    file: Attachment
    tool: InHouseTool
    event: Event
    absence: Absence
    handover: Handover

    def person(self, role: str) -> User:
        # Read afresh, because roles are remembered on the object.
        return User.objects.get(pk=getattr(self.ward, role).pk)

    def url(self, name: str) -> str:
        arguments: dict[str, list[Any]] = {
            "consultation_by_id": [self.case.pk],
            "attachment_download": [self.file.key],
            "attachment_picture": [self.file.key],
            "tool_detail": [self.tool.pk],
            "shared_detail": ["2026-0001"],
            "wish_export": ["csv"],
            "wish": ["proposal", 1],
            **dict.fromkeys(("wish_say", "wish_withdraw", "wish_restore", "wish_begin"), [1]),
            "absence_detail": [self.absence.pk],
            "handover_detail": [self.handover.pk],
            "handover_create": [self.ward.dx_main.pk],
            "proposal_export": ["csv"],
            "contact_export": ["csv"],
            **dict.fromkeys(("dialogue_detail", "dialogue_move", "dialogue_cancel", "dialogue_record"), [1]),
            **dict.fromkeys(("call_detail", "call_invite"), [1]),
            "shared_export": ["csv"],
            "story_export": ["csv"],
            "case_export": ["csv"],
            "research_export": ["csv"],
            "draft_save": ["intake"],
            "draft_discard": ["intake"],
            "password_reset_confirm": ["MQ", "token"],
        }
        if name == "calendar_feed":
            token = renew_feed_token(user=self.ward.requester)
            return f"{reverse(name)}?key={secret_of(token)}"
        if name == "event_ics":
            return reverse(name, args=[self.event.uid])
        if name in arguments:
            return reverse(name, args=arguments[name])
        if name.startswith("hearing_") and name != "hearing_create":
            return reverse(name, args=[self.case, self.case.hearings.get().pk])
        return reverse(name, args=[self.case] if name in CASE else [])


def build(*, private: bool) -> World:
    ward = make_ward()
    case = walk.submit(ward, is_private=private)
    walk.hear(case, ward)
    [file] = attach(
        uploads=[SimpleUploadedFile("台帳.csv", "氏名,件数\n".encode())],
        kind="message",
        object_id=case.messages.get().pk,
        user=ward.requester,
    )
    tool = InHouseTool.objects.create(name="電子申請", summary="受付", good_for="申込み", ask_whom="内線2300")
    event = plan_event(
        subject=Subject(EventCategory.HEARING, "consultation", case.pk, "2回目のヒアリング"),
        starts_at=walk.NOW + dt.timedelta(days=7),
        ends_at=walk.NOW + dt.timedelta(days=7, minutes=30),
        organizer=ward.dx_main,
        hosts=[ward.dx_main],
        guests=[ward.requester],
        now=walk.NOW,
    )
    absence = AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 12, 28))
    handover = Handover.objects.create(
        person=ward.dx_main,
        actor=ward.section_head,
        reason="異動",
        submission_token=uuid.uuid4(),
        created_at=walk.NOW,
    )
    handover.lines.create(consultation=case, to=ward.dx_deputy)
    return World(
        ward=ward,
        case=walk.fresh(case),
        file=file,
        tool=tool,
        event=event,
        absence=absence,
        handover=handover,
    )


@pytest.fixture(autouse=True)
def on_a_tuesday_morning() -> Iterator[None]:
    with time_machine.travel(walk.NOW, tick=False):
        yield


def outcome(client: Client, method: str, url: str) -> str:
    """Return what a request came to: signed out, hidden, forbidden, let through, or a method that is not offered."""
    with closing(getattr(client, method)(url, {"token": str(uuid.uuid4())} if method == "post" else None)) as response:
        pass
    assert response.status_code < 500, f"{method} {url}"
    if response.status_code == 401 or response.get("Location", "").startswith(reverse("login")):
        return "signed out"
    return {404: "hidden", 403: "forbidden", 405: NOT_OFFERED}.get(response.status_code, "let through")


def as_role(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.person(role), backend="minato_dx.organization.backends.StaffBackend")
    return client


def test_every_url_is_listed_and_every_listed_url_exists() -> None:
    showcase = STORIES | EXHIBITION_DAY | RESEARCH
    assert set(OUR_NAMES) == LISTED | LEADERS_NAMES | APPS | TOGETHER | TRAINING | set(PROPOSALS) | FURTHER | showcase


@pytest.mark.parametrize("name", sorted(LISTED - PUBLIC))
def test_nobody_gets_in_without_signing_in(db: None, name: str) -> None:
    world = build(private=False)

    for method in ("get", "post", "put", "delete"):
        assert outcome(Client(), method, world.url(name)) in {"signed out", NOT_OFFERED}, method


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_pages_need_no_account(db: None, name: str) -> None:
    world = build(private=False)
    # The health of the work is bad until it has been done once.
    run_due_jobs()

    assert outcome(Client(), "get", world.url(name)) in {"let through", NOT_OFFERED} or name == "resume"


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_pages_for_everybody(db: None, name: str) -> None:
    world = build(private=False)

    for role in ROLES:
        found = {outcome(as_role(world, role), method, world.url(name)) for method in ("get", "post")}
        assert found - {NOT_OFFERED} == {"let through"}, role


@pytest.mark.parametrize("name", sorted(FOR_ROLES))
def test_pages_of_some_roles(db: None, name: str) -> None:
    world = build(private=False)

    for role in ROLES:
        expected = "let through" if role in FOR_ROLES[name] else "forbidden"
        found = {outcome(as_role(world, role), method, world.url(name)) for method in ("get", "post")}
        assert found - {NOT_OFFERED} == {expected}, role


@pytest.mark.parametrize("name", sorted(FOR_A_FEW))
def test_pages_for_a_few(db: None, name: str) -> None:
    world = build(private=False)

    for role in ROLES:
        expected = "let through" if role in FOR_A_FEW[name] else "hidden"
        found = {outcome(as_role(world, role), method, world.url(name)) for method in ("get", "post")}
        assert found - {NOT_OFFERED} == {expected}, role


def expected_for(name: str, role: str, method: str, *, private: bool) -> str:
    if role not in (PRIVATE_WITH if private else SHARED_WITH):
        return "hidden"
    reads = method == "get" and name in READ_BY_ALL
    return "let through" if reads or role in CASE[name] else "forbidden"


@pytest.mark.parametrize("private", [False, True], ids=["shared", "private"])
@pytest.mark.parametrize("name", sorted(CASE))
def test_pages_of_one_consultation(db: None, name: str, private: bool) -> None:
    world = build(private=private)
    # Those who get through may change the case: they come last.
    roles = sorted(ROLES, key=lambda role: role in CASE[name])

    found = {
        (role, method): outcome(as_role(world, role), method, world.url(name))
        for role in roles
        for method in ("get", "post")
    }
    expected = {
        (role, method): expected_for(name, role, method, private=private)
        for role in roles
        for method in ("get", "post")
    }
    offered = {key: value for key, value in found.items() if value != NOT_OFFERED}

    assert offered == {key: expected[key] for key in offered}
    assert {role for role, _method in offered} == set(ROLES)


@pytest.mark.parametrize("name", sorted(CASE))
def test_a_number_that_does_not_exist_answers_like_one_that_is_not_yours(db: None, name: str) -> None:
    world = build(private=False)
    if name in {"attachment_download", "consultation_by_id"}:
        missing = reverse(name, args=[uuid.uuid4() if name == "attachment_download" else 99_999])
    else:
        missing = world.url(name).replace(world.case.slug, "2026-9999")

    there = as_role(world, "outsider").get(world.url(name))
    not_there = as_role(world, "outsider").get(missing)

    assert there.status_code == not_there.status_code
    assert there.status_code in {404, 405}
    assert without_nonces(there) == without_nonces(not_there)


def without_nonces(response: Any) -> str:
    """The page without what differs on every answer: tokens and the address asked for."""
    text = response.content.decode()
    text = re.sub(r'(nonce|value)="[^"]{16,}"', "", text)
    return re.sub(r"next=[^\"&]*", "", text)


@pytest.mark.parametrize("app", sorted({name.removeprefix("admin:").partition("_")[0] for name in ADMIN_NAMES}))
def test_the_admin_is_for_administrators(db: None, app: str) -> None:
    world = build(private=False)
    clients = {role: as_role(world, role) for role in ("requester", "head", "dx_main", "section_head", "cio")}
    administrator = as_role(world, "administrator")

    for name in ADMIN_NAMES:
        arguments = _admin_arguments(name, world)
        if name.removeprefix("admin:").partition("_")[0] != app or arguments is None:
            continue
        url = reverse(name, args=arguments)
        assert outcome(Client(), "get", url) in {"signed out", NOT_OFFERED}, name
        for role, client in clients.items():
            assert outcome(client, "get", url) in {"forbidden", NOT_OFFERED}, (name, role)
        assert outcome(administrator, "get", url) in {"let through", "forbidden", "hidden", NOT_OFFERED}, name


def _admin_arguments(name: str, world: World) -> list[Any] | None:
    """Arguments that fit the admin URL; None for what leads to the portal's own pages, whoever asks."""
    if name in {"admin:None", "admin:view_on_site", "admin:login", "admin:logout"}:
        return None
    if name in {"admin:password_change", "admin:password_change_done"}:
        return None
    if name == "admin:app_list":
        return ["organization"]
    if name.endswith("_simple_history"):
        return [world.ward.requester.pk, 1]
    if name.rpartition("_")[2] in {"change", "delete", "history", "review"}:
        return [world.ward.requester.pk]
    return []
