"""The reception while its page stays open: what is answered to htmx, and who may use a camera where."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leaders.models import Attendance, SessionRun
from tests.leaders.steps import as_person
from tests.leaders.training.conftest import Training

HTMX = {"HX-Request": "true"}


@pytest.fixture
def run(training: Training, clock: Any) -> SessionRun:
    """A time that begins this very moment, with a seat for everybody."""
    run = training.run(training.basics, 8, seat_all=True)
    clock.move_to(run.event.starts_at)
    return run


@pytest.fixture
def section(training: Training, run: SessionRun) -> Client:
    return as_person(training.ward.dx_main)


def address(run: SessionRun) -> str:
    return reverse("run_reception", args=[run.pk])


def send(section: Client, run: SessionRun, status: int = 200, **data: Any) -> str:
    response = section.post(address(run), data, headers=HTMX)
    assert response.status_code == status
    return str(response.content.decode())


def said(fragment: str) -> str:
    """Return what a screen reader is told."""
    found = re.search(r'id="reception-said"[^>]*>([^<]*)<', fragment)
    assert found
    return found[1].strip()


def test_a_code_is_answered_with_what_changed_on_the_page(training: Training, run: SessionRun, section: Client) -> None:
    code = training.trainee(training.ward.leader).code
    fragment = send(section, run, code=code)
    assert "<html" not in fragment
    assert said(fragment) == "柊 美月さん：出席で受け付けました"
    assert '<b class="num">1</b>人が受付済み' in fragment
    assert fragment.count("受付済み</span>") == 1
    assert Attendance.objects.get().trainee.code == code
    again = send(section, run, code=code)
    assert said(again) == "柊 美月さん：もう受け付けています（出席）"
    assert Attendance.objects.count() == 1


def test_a_name_in_the_list_is_answered_likewise(training: Training, run: SessionRun, section: Client) -> None:
    fragment = send(section, run, trainee=training.trainee(training.ward.outsider).pk)
    assert "<html" not in fragment
    assert said(fragment) == "桐生 葵さん：出席で受け付けました"


def test_a_refusal_says_why_and_nobody_is_said_to_have_come(section: Client, run: SessionRun) -> None:
    fragment = send(section, run, status=422, code="https://example.test/<b>")
    assert "<html" not in fragment
    assert said(fragment) == ""
    assert 'role="alert"' in fragment
    assert "受講者のものではありません" in fragment
    assert "<b>）" not in fragment
    assert not Attendance.objects.exists()


def test_only_the_reception_may_use_the_camera(training: Training, run: SessionRun, section: Client) -> None:
    policy = section.get(address(run)).headers["Permissions-Policy"]
    assert policy.startswith("camera=(self), ")
    assert "microphone=()" in policy
    for name, pk in (("session_attendance", training.basics.pk), ("programme_detail", training.programme.pk)):
        other = section.get(reverse(name, args=[pk]))
        assert other.headers["Permissions-Policy"] == policy.replace("camera=(self)", "camera=()")
    refused = as_person(training.ward.leader).get(address(run))
    assert refused.status_code == 403
    assert refused.headers["Permissions-Policy"].startswith("camera=(), ")


def test_only_the_reception_loads_the_reader_and_no_policy_is_loosened_for_it(
    training: Training, run: SessionRun, section: Client
) -> None:
    reception = section.get(address(run))
    other = section.get(reverse("session_attendance", args=[training.basics.pk]))
    assert "jsqr/dist/jsQR.js" in reception.content.decode()
    assert "jsqr" not in other.content.decode().lower()
    csp = [re.sub(r"'nonce-[^']*'", "", page.headers["Content-Security-Policy"]) for page in (reception, other)]
    assert csp[0] == csp[1]
    assert "unsafe" not in csp[0]
    assert "blob:" not in csp[0]


def test_without_a_script_the_page_comes_whole(training: Training, run: SessionRun, section: Client) -> None:
    response = section.post(address(run), {"code": training.trainee(training.ward.leader).code})
    page = response.content.decode()
    assert page.count("<html") == 1
    assert "柊 美月さん：出席で受け付けました" in page
    assert "hx-swap-oob" not in page
    # Both stay hidden until a script knows whether there is a camera to use.
    assert re.search(r"<button[^>]*data-camera-button hidden>", page)
    assert re.search(r"<p[^>]*data-camera-absent hidden>", page)
