import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from minato_dx.core.middleware import HEADERS, SecureHeadersMiddleware


def answer(response: HttpResponse) -> HttpResponse:
    return SecureHeadersMiddleware(lambda request: response)(RequestFactory().get("/"))


def vary(response) -> set[str]:
    return {name.strip() for name in response.headers.get("Vary", "").split(",")}


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 413, 500])
def test_every_answer_carries_the_headers(status):
    response = answer(HttpResponse("", status=status))

    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_what_may_be_personal_is_kept_out_of_every_cache():
    response = answer(HttpResponse("<p>相談</p>"))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert {"Cookie", "HX-Request"} <= vary(response)


def test_what_a_file_says_about_caching_stays():
    response = answer(HttpResponse("", headers={"Cache-Control": "public, max-age=31536000"}))

    assert response.headers["Cache-Control"] == "public, max-age=31536000"
    assert "HX-Request" not in vary(response)


def test_what_an_answer_sets_itself_stays():
    response = answer(HttpResponse("", headers={"Cross-Origin-Resource-Policy": "cross-origin", "Vary": "Accept"}))

    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert vary(response) == {"Accept", "Cookie", "HX-Request"}


@pytest.mark.django_db
def test_an_answer_to_a_refused_host_carries_the_headers_too(client):
    response = client.get("/healthz/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_this_middleware_stands_before_all_others(settings):
    assert settings.MIDDLEWARE[0] == "minato_dx.core.middleware.SecureHeadersMiddleware"
