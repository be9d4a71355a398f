import pytest

from minato_dx.reference.models import PortalSettings
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "heading"), [("/help/", "はじめての方へ"), ("/accessibility/", "アクセシビリティ")]
)
def test_a_page_of_words_can_be_read_before_signing_in(client, address, heading):
    page = client.get(address).content.decode()

    assert f"<h1>{heading}</h1>" in page
    assert "site-nav" not in page


@pytest.mark.parametrize("address", ["/help/", "/accessibility/"])
def test_a_page_of_words_takes_no_input(client, address):
    assert client.post(address).status_code == 405


def test_the_promises_are_those_in_force(client):
    PortalSettings.objects.create(pk=1, first_reply_days=3)

    assert "3開庁日以内に、担当者から最初のお返事が届きます" in client.get("/help/").content.decode()


def test_whom_to_call_stands_on_every_page(client):
    PortalSettings.objects.create(pk=1, contact_name="情報の窓口", contact_extension="2399")

    assert "困ったとき：情報の窓口 内線2399" in client.get("/accessibility/").content.decode()


def test_demo_data_is_called_by_its_name(client, settings):
    note = "見本のデータです。人名・件数・時間は架空です（ほかの自治体の事例は、公表されているものです）。"
    settings.DEMO = True
    assert note in client.get("/help/").content.decode()

    settings.DEMO = False
    assert note not in client.get("/help/").content.decode()


def test_every_page_names_its_parts(client):
    client.force_login(UserFactory(name="真砂 陽菜"))
    page = client.get("/help/").content.decode()

    assert '<html lang="ja">' in page
    assert '<a class="skip" href="#main">本文へ移動</a>' in page
    assert '<main class="wrap wrap--narrow page" id="main" tabindex="-1">' in page
    assert page.count("<h1") == 1
    assert "真砂 陽菜" in page


def test_no_page_asks_another_origin_or_styles_itself(client):
    client.force_login(UserFactory())
    page = client.get("/help/").content.decode()

    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
