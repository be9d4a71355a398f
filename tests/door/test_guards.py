"""What keeps the door: limits behind the proxies, traps, keys that open nothing."""

import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from minato_dx.door.enums import Scope
from minato_dx.door.exceptions import Gone
from minato_dx.door.models import Mail, RateCount, Submission, SubmittedFile
from minato_dx.door.services import limits
from minato_dx.door.services.sending import MOST_WAITING, TOO_MANY_WAITING
from minato_dx.door.services.status import submission_of
from minato_dx.door.urls import urlpatterns
from minato_dx.door.views.guards import HONEYPOT, new_form_mark
from tests.door.steps import ANSWERS, begin, key_in, mailed_link, send, submit, url, write

pytestmark = [pytest.mark.django_db(databases=["default", "door"]), pytest.mark.usefixtures("published")]

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
ARGUMENTS: dict[str, Any] = {
    "kind": "proposal", "key": "x" * 22, "place": 2, "file": "0f4a8a5c-2c43-4f5e-9d0e-6a1f6d8f0c11", "message": 1,
}  # fmt: skip
# What each address answers somebody who knows nothing: with GET, and with an empty POST.
ANSWERED = {
    "door_landing": (200, 405),
    "door_start": (200, 422),
    "door_step": (404, 404),
    "door_file_remove": (405, 404),
    "door_review": (404, 404),
    "door_sent": (200, 405),
    "door_changed": (200, 405),
    "door_confirm": (404, 404),
    "door_renew": (200, 422),
    "door_renewed": (200, 405),
    "door_status": (404, 405),
    "door_reply": (405, 404),
    "door_act": (405, 404),
    "door_code": (404, 405),
    "door_withdraw": (404, 404),
    "door_revise": (405, 404),
    "door_about": (200, 405),
    "door_privacy": (200, 405),
    "door_accessibility": (200, 405),
    "door_figures": (200, 405),
    "door_health": (200, 405),
}


def address_of(pattern: Any) -> str:
    import re

    names = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
    return url(pattern.name, *[ARGUMENTS[name] for name in names])


@pytest.fixture
def many_allowed(at_the_door: Any) -> None:
    at_the_door.DOOR_LIMITS = dict.fromkeys(at_the_door.DOOR_LIMITS, (100_000, 100_000))


def test_every_address_is_named_here() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(ANSWERED)


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_every_address_with_every_method(vendor: Client, many_allowed: None, pattern: Any) -> None:
    address = address_of(pattern)
    got, posted = ANSWERED[pattern.name]
    for method in METHODS:
        answer = getattr(vendor, method)(address)
        expected = {"get": got, "head": got, "post": posted}.get(method, 405)
        assert answer.status_code == expected, (method, answer.status_code)
        assert "sessionid" not in answer.cookies
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "庁内専用" not in answer.content.decode()


def test_random_keys_open_nothing(vendor: Client, many_allowed: None) -> None:
    submit(vendor)
    now = timezone.now()
    for _ in range(10_000):
        with pytest.raises(Gone):
            submission_of(key=secrets.token_urlsafe(16), now=now)


def test_a_key_with_another_last_character_opens_nothing(vendor: Client, many_allowed: None) -> None:
    submit(vendor)
    link = mailed_link("受け付けました")
    key = link.split("/")[2]
    for last in "AQgw-_0":
        if last != key[-1]:
            assert vendor.get(url("door_status", key[:-1] + last)).status_code == 404
    assert vendor.get(link).status_code == 200


def test_wrong_and_expired_keys_are_answered_alike(vendor: Client, many_allowed: None, time_machine: Any) -> None:
    submit(vendor)
    link = mailed_link("受け付けました")
    time_machine.move_to("2027-07-01T10:00:00+09:00")
    expired = vendor.get(link)
    wrong = vendor.get(url("door_status", "x" * 22))
    assert expired.status_code == wrong.status_code == 404
    assert expired.content == wrong.content
    assert dict(expired.headers) == dict(wrong.headers)


def test_who_guesses_waits_and_a_right_key_does_not_help(vendor: Client, at_the_door: Any) -> None:
    submit(vendor)
    link = mailed_link("受け付けました")
    at_the_door.DOOR_LIMITS = at_the_door.DOOR_LIMITS | {"guess": (3, 100)}
    answers = [vendor.get(url("door_status", secrets.token_urlsafe(16))).status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]
    assert vendor.get(link).status_code == 429
    # Somebody else is not kept out.
    assert vendor.get(link, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_another_vendors_file_does_not_exist_and_is_limited(vendor: Client, at_the_door: Any) -> None:
    theirs = key_in(begin(vendor))
    files = {"files": [SimpleUploadedFile("a.txt", b"text")], "attach": "1"}
    vendor.post(url("door_step", "proposal", theirs, 4), ANSWERS["safety"] | files)
    file = SubmittedFile.objects.get()
    mine = key_in(begin(vendor, mark=""))
    at_the_door.DOOR_LIMITS = at_the_door.DOOR_LIMITS | {"guess": (3, 100)}
    address = url("door_file_remove", "proposal", mine, file.key)
    assert [vendor.post(address).status_code for _ in range(4)] == [404, 404, 404, 429]
    assert SubmittedFile.objects.exists()


@pytest.mark.parametrize("forged", ["198.51.100.1", "198.51.100.1, 198.51.100.2", "::1", "nonsense", ""])
def test_a_forged_header_changes_nothing(vendor: Client, at_the_door: Any, forged: str) -> None:
    at_the_door.DOOR_LIMITS = at_the_door.DOOR_LIMITS | {"renew": (2, 100)}
    headers = [{"HTTP_X_FORWARDED_FOR": f"{forged}{number}"} for number in range(3)]
    answers = [vendor.post(url("door_renew"), {"mail": "a@example.com"}, **extra).status_code for extra in headers]
    assert answers == [302, 302, 429]


def test_behind_one_proxy_the_last_address_counts(vendor: Client, at_the_door: Any) -> None:
    at_the_door.PROXY_COUNT = 1
    at_the_door.DOOR_LIMITS = at_the_door.DOOR_LIMITS | {"renew": (1, 100)}

    def ask(forwarded: str) -> int:
        data = {"mail": "a@example.com"}
        return int(vendor.post(url("door_renew"), data, HTTP_X_FORWARDED_FOR=forwarded).status_code)

    assert ask("10.0.0.1, 203.0.113.5") == 302
    assert ask("10.0.0.2, 203.0.113.5") == 429
    assert ask("10.0.0.1, 198.51.100.7") == 302


def test_a_network_is_counted_beside_its_addresses(at_the_door: Any) -> None:
    at_the_door.DOOR_LIMITS = at_the_door.DOOR_LIMITS | {"start": (10, 3)}
    now = timezone.now()
    for last in range(3):
        limits.count(scope=Scope.START, address=f"203.0.113.{last}", now=now)
    with pytest.raises(limits.TooMany, match="待って"):
        limits.count(scope=Scope.START, address="203.0.113.9", now=now)
    limits.count(scope=Scope.START, address="203.0.114.9", now=now)


def test_a_home_of_ipv6_is_one_address(at_the_door: Any) -> None:
    at_the_door.DOOR_LIMITS = at_the_door.DOOR_LIMITS | {"start": (1, 100)}
    now = timezone.now()
    limits.count(scope=Scope.START, address="2001:db8:1:1::1", now=now)
    with pytest.raises(limits.TooMany):
        limits.count(scope=Scope.START, address="2001:db8:1:1:ffff::2", now=now)
    limits.count(scope=Scope.START, address="2001:db8:1:2::1", now=now)
    # A mapped address is the one it maps.
    limits.count(scope=Scope.START, address="203.0.113.5", now=now)
    with pytest.raises(limits.TooMany):
        limits.count(scope=Scope.START, address="::ffff:203.0.113.5", now=now)


def test_no_address_is_kept(vendor: Client) -> None:
    vendor.post(url("door_renew"), {"mail": "a@example.com"}, REMOTE_ADDR="203.0.113.77")
    assert RateCount.objects.exists()
    assert not any("203.0.113" in row.who for row in RateCount.objects.all())


def test_a_filled_trap_is_explained(vendor: Client) -> None:
    answer = begin(vendor, **{HONEYPOT: "https://spam.example"})
    assert answer.status_code == 422
    assert "空けておいて" in answer.content.decode()
    assert "みなと見本株式会社" in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_form_that_comes_back_at_once_is_asked_again(vendor: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-24T10:00:00+09:00", tick=False)
    mark = new_form_mark()
    assert begin(vendor, mark=mark).status_code == 422
    time_machine.shift(4)
    assert begin(vendor, mark=mark).status_code == 302


@pytest.mark.parametrize("mark", ["", "nonsense", "a:b:c"])
def test_a_mark_of_ones_own_making_is_replaced(vendor: Client, mark: str) -> None:
    data = ANSWERS["company"] | {"mark": mark}
    answer = vendor.post(url("door_start", "proposal"), data)
    assert answer.status_code == 422
    assert not Submission.objects.exists()
    assert 'name="mark" value="' in answer.content.decode()


def test_a_form_needs_the_cookie_of_this_browser(at_the_door: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(url("door_renew"), {"mail": "a@example.com"})
    assert answer.status_code == 403
    assert "Cookie" in answer.content.decode()


def test_nobody_has_the_door_write_to_somebody_elses_address(vendor: Client, many_allowed: None) -> None:
    """The mail to confirm says nothing that the sender wrote, and not more than five of them wait for one address."""
    words = "いますぐ https://example.com/x を開いてください"
    for nth in range(MOST_WAITING):
        key = key_in(begin(vendor, contact_mail=("Hanako@example.com", "hanako@example.com")[nth % 2]))
        write(vendor, key, content=ANSWERS["content"] | {"title": words})
        assert send(vendor, key).status_code == 302
    assert not Mail.objects.filter(body__contains="example.com/x").exists()
    assert not Mail.objects.filter(subject__contains="いますぐ").exists()
    key = key_in(begin(vendor, contact_mail="hanako@example.com"))
    write(vendor, key)
    refused = send(vendor, key)
    assert refused.status_code == 422
    assert TOO_MANY_WAITING in refused.content.decode()
    assert Mail.objects.count() == MOST_WAITING

    assert vendor.post(mailed_link("確認のお願い")).status_code == 200
    assert send(vendor, key).status_code == 302, "one is confirmed: there is room again, and what was typed has stayed"
