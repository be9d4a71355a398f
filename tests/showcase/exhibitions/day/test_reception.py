"""The reception's page and the lines that its devices send."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from showcase.enums import ExhibitionState
from showcase.models import CheckIn, Exhibition
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import DAY, make_exhibition, make_exhibitor, make_item, make_outsider


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend="minato_dx.organization.backends.StaffBackend")
    return client


def send(client: Client, exhibition: Exhibition, lines: Any) -> Any:
    url = reverse("exhibition_reception_lines", args=[exhibition.pk])
    return client.post(url, json.dumps({"lines": lines}), content_type="application/json")


def entry(exhibition: Exhibition, **who: Any) -> dict[str, Any]:
    place = f"hall-{exhibition.halls.get().pk}"
    return {"id": str(uuid.uuid4()), "place": place, "who": who, "means": "camera", "ago": 60_000}


def test_the_plain_form_takes_in_and_says_who(ward: Ward, exhibition: Exhibition) -> None:
    visitor, client = make_outsider(exhibition), as_user(ward.dx_main)
    url = reverse("exhibition_reception", args=[exhibition.pk])
    sent = {"code": visitor.code, "device_id": str(uuid.uuid4())}
    assert f"{visitor.name}さんを受け付けました" in client.post(url, sent).content.decode()
    # The browser's "send again" counts nobody twice.
    assert "もう受け付けています" in client.post(url, sent).content.decode()
    assert CheckIn.objects.get().means == "scanner"
    for nonsense in ({}, {"code": ""}, {"code": "x", "device_id": "y"}, {"visitor": "1; DROP", "device_id": ""}):
        assert client.post(url, nonsense).status_code == 422
    assert client.post(url, {"code": "NOBODY", "device_id": str(uuid.uuid4())}).status_code == 422


def test_names_are_found_among_staff_and_those_registered(ward: Ward, exhibition: Exhibition) -> None:
    visitor, client = make_outsider(exhibition), as_user(ward.dx_main)
    url = reverse("exhibition_reception", args=[exhibition.pk])
    page = client.get(url, {"q": "よその"}, headers={"HX-Request": "true"}).content.decode()
    assert f'name="visitor" value="{visitor.pk}"' in " ".join(page.split())
    page = client.get(url, {"q": ward.requester.name}).content.decode()
    assert f'name="staff" value="{ward.requester.pk}"' in " ".join(page.split())
    client.post(url, {"staff": ward.requester.pk, "device_id": str(uuid.uuid4())})
    page = client.get(url, {"q": ward.requester.name}).content.decode()
    assert "受付済み" in page
    names = client.get(reverse("exhibition_reception_people", args=[exhibition.pk])).json()["people"]
    assert {row[2] for row in names} == {visitor.name, ward.requester.name}


def test_a_queue_is_answered_line_by_line_and_sent_twice_counts_once(ward: Ward, exhibition: Exhibition) -> None:
    client = as_user(ward.dx_main)
    lines = [entry(exhibition, code=make_outsider(exhibition, number=number).code) for number in range(30)]
    first = send(client, exhibition, lines).json()
    again = send(client, exhibition, lines).json()
    assert [one["id"] for one in first["answers"]] == [one["id"] for one in lines]
    assert {one["outcome"] for one in first["answers"]} == {"new"}
    assert {one["outcome"] for one in again["answers"]} == {"again"}
    assert first["count"] == again["count"] == CheckIn.objects.count() == 30
    assert {row.at for row in CheckIn.objects.all()} == {jst(DAY, dt.time(11, 4))}


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "x"},
        {"id": None},
        {"who": None},
        {"who": {}},
        {"who": {"visitor": "１２"}},
        {"who": {"staff": "9" * 40}},
        {"who": [1]},
        {"ago": "soon"},
        {"ago": True},
        {"place": "hall-0"},
        {"place": None},
        {"who": {"code": "A\x00B"}},
        {"who": {"code": "<script>"}},
        {"who": {"kind": "staff", "organization": "x"}},
    ],
)
def test_a_line_of_nonsense_is_refused_and_holds_up_no_other(
    ward: Ward, exhibition: Exhibition, changes: dict[str, Any]
) -> None:
    bad = entry(exhibition, code=make_outsider(exhibition, number=1).code) | changes
    good = entry(exhibition, code=make_outsider(exhibition, number=2).code)
    answers = send(as_user(ward.dx_main), exhibition, [bad, "nonsense", good]).json()["answers"]
    assert [one["outcome"] for one in answers] == ["refused", "refused", "new"]
    assert all(one["words"] for one in answers)
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("ago", [-(10**9), 10**300, 1e18])
def test_a_devices_clock_is_not_believed(ward: Ward, exhibition: Exhibition, ago: float) -> None:
    line = entry(exhibition, code=make_outsider(exhibition).code) | {"ago": ago}
    [answer] = send(as_user(ward.dx_main), exhibition, [line]).json()["answers"]
    assert answer["outcome"] == ("new" if ago < 0 else "refused")


TOO_MANY = json.dumps({"lines": [1] * 201})


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"lines": 3}', "[" * 100_000, TOO_MANY])
def test_what_is_no_list_of_lines_is_refused_as_a_whole(ward: Ward, exhibition: Exhibition, body: str) -> None:
    url = reverse("exhibition_reception_lines", args=[exhibition.pk])
    response = as_user(ward.dx_main).post(url, body, content_type="application/json")
    assert response.status_code == 400


def test_undo_gives_the_place_back(ward: Ward, exhibition: Exhibition) -> None:
    client = as_user(ward.dx_main)
    line = entry(exhibition, code=make_outsider(exhibition).code)
    send(client, exhibition, [line])
    url = reverse("exhibition_reception_undo", args=[exhibition.pk])
    assert client.post(url, {"device_id": "x"}).status_code == 400
    assert client.post(url, {"device_id": line["id"]}).status_code == 200
    assert not CheckIn.objects.exists()


def test_the_reception_is_forbidden_to_others_and_a_plan_is_not_there_for_them(
    ward: Ward, exhibition: Exhibition
) -> None:
    planned = make_exhibition(ward.dx_main, state=ExhibitionState.PLANNED)
    for user in (ward.requester, ward.head, ward.cio, ward.administrator):
        client = as_user(user)
        for name in ("exhibition_reception", "exhibition_reception_people"):
            assert client.get(reverse(name, args=[exhibition.pk])).status_code == 403
            assert client.get(reverse(name, args=[planned.pk])).status_code == 404
        assert send(client, exhibition, []).status_code == 403
        assert client.post(reverse("exhibition_reception_undo", args=[exhibition.pk])).status_code == 403
    assert not CheckIn.objects.exists()


def test_who_exhibits_takes_in_at_the_own_booth_only(ward: Ward, exhibition: Exhibition) -> None:
    booth = make_exhibitor(exhibition, division=ward.nursery)
    client, visitor = as_user(ward.requester), make_outsider(exhibition)
    page = client.get(reverse("exhibition_reception", args=[exhibition.pk])).content.decode()
    assert "入口" not in page
    lines = [
        entry(exhibition, code=visitor.code) | {"place": f"booth-{booth.pk}"},
        entry(exhibition, code=visitor.code),
    ]
    answers = send(client, exhibition, lines).json()["answers"]
    assert [one["outcome"] for one in answers] == ["new", "refused"]
    assert CheckIn.objects.get().exhibitor == booth


def test_texts_of_visitors_are_shown_as_texts(ward: Ward, exhibition: Exhibition) -> None:
    client, url = as_user(ward.dx_main), reverse("exhibition_reception", args=[exhibition.pk])
    sent = {"kind": "official", "organization": "<script>alert(1)</script>", "device_id": str(uuid.uuid4())}
    page = client.post(url, sent).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;の方を受け付けました" in page


@pytest.mark.parametrize("visitors", [1, 3])
def test_the_page_takes_the_same_number_of_queries(
    ward: Ward, exhibition: Exhibition, visitors: int, django_assert_num_queries: Any
) -> None:
    for number in range(visitors):
        make_outsider(exhibition, number=number)
        make_exhibitor(exhibition)
        make_item(exhibition, starts=dt.time(11 + number))
    client, url = as_user(ward.dx_main), reverse("exhibition_reception", args=[exhibition.pk])
    client.get(url)
    with django_assert_num_queries(12):
        assert client.get(url, {"q": "よその"}).status_code == 200
