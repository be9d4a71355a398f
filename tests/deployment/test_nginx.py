import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.deployment.files import ROOT, service, text

CONFIGURATION = text("deploy/nginx.conf")


def test_braces_are_balanced_and_statements_ended():
    lines = [line.split("#")[0].strip() for line in CONFIGURATION.splitlines()]
    assert CONFIGURATION.count("{") == CONFIGURATION.count("}")
    assert [line for line in lines if line and not line.endswith((";", "{", "}"))] == []


def test_body_limit_lets_the_largest_allowed_upload_through_and_little_more():
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", CONFIGURATION)[1])
    allowed = settings.ATTACHMENT_MAX_BYTES * settings.ATTACHMENT_MAX_COUNT / 1024**2
    assert allowed < megabytes <= allowed * 1.1


def test_sign_in_has_a_limit_of_its_own():
    block = re.search(rf"location {re.escape(reverse('login'))} {{(.*?)}}", CONFIGURATION, re.DOTALL)
    assert "limit_req zone=sign_in" in block[1]


def test_static_files_are_served_without_a_limit():
    assert f"location {settings.STATIC_URL} {{" in CONFIGURATION


def test_caller_cannot_choose_the_address_the_portal_sees():
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in CONFIGURATION
    assert service("web")["environment"]["DX_PROXY_COUNT"] == "1"


def test_forwarded_protocol_is_the_one_django_looks_at():
    assert "proxy_set_header X-Forwarded-Proto https;" in CONFIGURATION
    assert '("HTTP_X_FORWARDED_PROTO", "https")' in text("minato_dx/settings/base.py")


@pytest.mark.parametrize("directive", ["client_header_timeout", "client_body_timeout", "send_timeout"])
def test_slow_client_is_let_go(directive):
    assert 0 < int(re.search(rf"{directive} (\d+)s;", CONFIGURATION)[1]) <= 30


def test_certificate_comes_from_the_mounted_folder():
    assert re.findall(r"ssl_certificate\w* (\S+)/\w+\.pem;", CONFIGURATION) == ["/etc/nginx/tls"] * 4
    assert any(volume.endswith(":/etc/nginx/tls:ro") for volume in service("proxy")["volumes"])


def test_health_check_asks_the_server_made_for_it():
    address = re.search(r"listen (127\.0\.0\.1:\d+);", CONFIGURATION)[1]
    assert service("proxy")["healthcheck"]["test"][-1] == f"http://{address}/"


def test_every_error_page_is_there_in_japanese_and_needs_nothing_else():
    pages = re.findall(r"error_page [\d ]+ /pages/(\w+\.html);", CONFIGURATION)
    # The same three for the portal and for the door.
    assert pages[:3] == pages[3:]
    assert len(pages) == 6
    for name in pages:
        page = (ROOT / "deploy" / "pages" / name).read_text(encoding="utf-8")
        assert 'lang="ja"' in page
        assert not re.search(r"<(script|link|img|style)\b|style=", page)


def test_no_key_of_the_door_stands_in_a_log():
    log = re.search(r"log_format door '(.*?)';", CONFIGURATION)
    assert log is not None
    assert "uri" not in log[1]
    assert "request " not in log[1]
    assert "access_log /dev/stdout door;" in CONFIGURATION
    assert service("door")["environment"]["DX_ACCESS_LOG"] == ""
