import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.enums import State
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.portal.context_processors import navigation
from minato_dx.portal.navigation import ITEMS
from tests.consultations import walk
from tests.organization.factories import Ward, make_ward

pytestmark = pytest.mark.django_db

REQUESTER = ["ホーム", "相談", "DXリーダー", "事例・展示会", "事業者の提案", "予定", "庁内ツール", "担当の一覧"]
DX_STAFF = [
    "ホーム",
    "受付一覧",
    "負担の状況",
    "相談",
    "DXリーダー",
    "事例・展示会",
    "事業者の提案",
    "予定",
    "庁内ツール",
]
CIO = ["ホーム", "相談", "任命の決定", "DXリーダー", "事例・展示会", "事業者の提案", "予定", "庁内ツール", "担当の一覧"]


@pytest.fixture
def ward() -> Ward:
    return make_ward()


def context_for(user: User | AnonymousUser, path: str = "/") -> Context:
    request = RequestFactory().get(path)
    # As in a request: somebody whose roles nobody has asked for yet.
    request.user = User.objects.get(pk=user.pk) if user.pk else user
    return Context({"user": request.user, **navigation(request)})


@pytest.mark.parametrize(
    ("person", "labels"),
    [
        ("requester", REQUESTER),
        ("head", REQUESTER),
        ("leader", REQUESTER),
        ("cio", CIO),
        ("administrator", REQUESTER),
        ("dx_main", DX_STAFF),
        ("dx_deputy", DX_STAFF),
        ("section_head", DX_STAFF),
    ],
)
def test_each_role_finds_its_own_work(ward, person, labels):
    shown = context_for(getattr(ward, person))["navigation"]

    assert [link.label for link in shown.items] == labels


def test_every_entry_leads_to_a_page_that_its_reader_may_open(ward, client):
    for person in (ward.requester, ward.dx_main, ward.cio):
        client.force_login(person)
        for link in context_for(person)["navigation"].items:
            assert client.get(link.url).status_code == 200, link.label


@pytest.mark.parametrize(
    ("person", "path", "label"),
    [
        ("dx_main", "/", "ホーム"),
        ("dx_main", "/triage/", "受付一覧"),
        ("dx_main", "/triage/load/", "負担の状況"),
        ("dx_main", "/consultations/", "相談"),
        ("dx_main", "/consultations/2026-0001/", "受付一覧"),
        ("requester", "/consultations/2026-0001/", "相談"),
        ("requester", "/tools/3/", "庁内ツール"),
        ("requester", "/leaders/recommendations/", "DXリーダー"),
        ("cio", "/leaders/approval/3/", "任命の決定"),
        ("requester", "/triage/", None),
        ("dx_main", "/profile/", None),
    ],
)
def test_the_entry_under_which_a_page_lies_is_marked(ward, person, path, label):
    shown = context_for(getattr(ward, person), path)["navigation"]

    assert [link.label for link in shown.items if link.is_current] == ([label] if label else [])


def test_nobody_signed_in_has_nothing_to_navigate():
    assert not context_for(AnonymousUser())["navigation"].shown


def test_a_request_that_was_refused_before_anybody_was_known_has_nothing_to_navigate():
    assert not navigation(RequestFactory().get("/"))["navigation"].shown


def test_whoever_has_to_change_the_password_first_goes_nowhere_else(ward):
    ward.requester.must_change_password = True
    ward.requester.save()

    assert not context_for(ward.requester)["navigation"].shown


def test_a_fragment_that_shows_none_of_it_costs_nothing(ward, django_assert_num_queries):
    context = context_for(ward.dx_main)

    with django_assert_num_queries(0):
        Template("<p>{{ user.name }}</p>").render(context)


@pytest.mark.parametrize("person", ["requester", "dx_main", "head"])
def test_the_frame_of_a_page_costs_a_fixed_number_of_queries(ward, person):
    context = context_for(getattr(ward, person))

    with CaptureQueriesContext(
        connection,
    ) as captured:
        Template('{% include "includes/site_header.html" %}{% include "includes/site_footer.html" %}').render(context)

    # roles, what waits for the person (unread messages among it), whom to call
    assert len(captured) == 3, [query["sql"] for query in captured]


def test_unread_messages_are_counted_beside_the_inbox(ward):
    Notification.objects.bulk_create(
        Notification(
            recipient=ward.requester, event=f"e{number}", kind="reply", object_kind="x", object_id=1, title="t"
        )
        for number in range(2)
    )

    assert context_for(ward.requester)["navigation"].unread == 2


def count_beside(label: str, person: User) -> int | None:
    return next(link.count for link in context_for(person)["navigation"].items if link.label == label)


def test_open_consultations_are_counted_beside_the_list_of_who_answers_them(ward):
    for _ in range(2):
        walk.submit(ward)
    walk.submit(ward, requester=ward.outsider)

    assert count_beside("受付一覧", ward.dx_main) == 2
    assert count_beside("受付一覧", ward.dx_other) == 1
    assert count_beside("受付一覧", ward.dx_deputy) == 0


def test_what_waits_for_a_person_is_counted_beside_consultations(ward):
    walk.advance(walk.submit(ward), ward, State.PROPOSED)

    assert count_beside("相談", ward.head) == 1
    assert count_beside("相談", ward.requester) == 0
    assert count_beside("相談", ward.outsider_head) == 0


def test_every_entry_has_its_address():
    assert all(reverse(item.url_name) for item in ITEMS)
