import logging

import pytest
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.test import Client, RequestFactory
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from minato_dx.portal import errors
from tests.organization.factories import UserFactory


@csrf_exempt
def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "400": BadRequest("x"),
        "suspicious": SuspiciousOperation("x"),
        "403": PermissionDenied,
        "403-reason": PermissionDenied("担当者か、所属長だけができます。"),
        "403-english": PermissionDenied("not allowed <b>"),
        "404": Http404("No Consultation matches the given query."),
        "413-data": RequestDataTooBig("x"),
        "413-fields": TooManyFieldsSent("x"),
        "413-files": TooManyFilesSent("x"),
        "500": RuntimeError("secret detail"),
    }[kind]


def receive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("received")


urlpatterns = [
    path("fail/<kind>/", fail),
    path("receive/", receive),
    path("", include("minato_dx.urls")),
]
handler400 = "minato_dx.portal.errors.bad_request"
handler403 = "minato_dx.portal.errors.permission_denied"
handler404 = "minato_dx.portal.errors.page_not_found"
handler500 = "minato_dx.portal.errors.server_error"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def signed_in() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())
    return client


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("400", 400, "送られた内容を読み取れませんでした"),
        ("suspicious", 400, "送られた内容を読み取れませんでした"),
        ("403", 403, "操作できる人が決まっている画面です"),
        ("403-reason", 403, "担当者か、所属長だけができます。"),
        ("403-english", 403, "操作できる人が決まっている画面です"),
        ("404", 404, "ページが見つかりません"),
        ("413-data", 413, "大きすぎて受け取れませんでした"),
        ("413-fields", 413, "大きすぎて受け取れませんでした"),
        ("413-files", 413, "大きすぎて受け取れませんでした"),
        ("500", 500, "画面を表示できませんでした"),
    ],
)
def test_what_went_wrong_is_said_in_japanese_with_a_way_on(signed_in, kind, status, words):
    response = signed_in.get(f"/fail/{kind}/")
    page = response.content.decode()

    assert response.status_code == status
    assert words in page
    assert "｜DXポータル" in page
    assert ">ホームへ</a>" in page


@pytest.mark.parametrize("kind", ["400", "403-english", "404", "413-data", "500"])
def test_no_page_shows_details_of_the_machine(signed_in, kind):
    page = signed_in.get(f"/fail/{kind}/").content.decode()

    for detail in ("Traceback", "secret detail", "No Consultation", "not allowed", "Exception"):
        assert detail not in page


@pytest.mark.parametrize("kind", ["400", "403", "404", "413-data", "500"])
def test_an_error_page_carries_no_navigation_and_the_secure_headers(signed_in, kind):
    response = signed_in.get(f"/fail/{kind}/")

    assert "site-nav" not in response.content.decode()
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_hidden_thing_and_an_address_that_is_not_there_look_the_same(signed_in):
    hidden = signed_in.get("/fail/404/").content
    missing = signed_in.get("/no/such/address/").content

    assert hidden == missing


def test_the_page_for_errors_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(RequestFactory().get("/"))

    assert "画面を表示できませんでした" in response.content.decode()


def test_there_is_an_answer_even_where_no_template_can_be_drawn(monkeypatch, caplog):
    def broken(name: str) -> str:
        raise loader.TemplateDoesNotExist(name)

    monkeypatch.setattr(errors, "render_to_string", broken)
    with caplog.at_level(logging.CRITICAL):
        response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "画面を表示できませんでした" in response.content.decode()


@pytest.fixture
def strict_client() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    return client


def test_a_form_of_another_session_gives_back_what_was_typed(strict_client):
    response = strict_client.post(
        "/receive/",
        {"body": "台帳が3つあり、<b>どれが正しいか</b>分からない", "token": "abc", "new_password": "ひみつ"},
    )
    page = response.content.decode()

    assert response.status_code == 403
    assert "まだ何も送られていません。" in page
    assert "台帳が3つあり、&lt;b&gt;どれが正しいか&lt;/b&gt;分からない</textarea>" in page
    assert "abc" not in page
    assert "ひみつ" not in page


def test_a_form_without_words_is_asked_for_again(strict_client):
    page = strict_client.post("/receive/", {"act": "close"}).content.decode()

    assert "<textarea" not in page
    assert "もう一度送ってください" in page


def test_why_the_check_failed_is_for_the_log_only(strict_client, caplog):
    with caplog.at_level(logging.WARNING, logger="minato_dx.portal.errors"):
        page = strict_client.post("/receive/").content.decode()

    assert "CSRF check failed" in caplog.text
    assert "CSRF" not in page


def test_too_large_a_form_is_answered_with_413(strict_client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = strict_client.post("/receive/", {"body": "あ" * 200})

    assert response.status_code == 413
    assert "ファイルは1つ20MBまで" in response.content.decode()
