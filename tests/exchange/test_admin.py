"""The exchange in Django admin: read, and tried again, by administrators alone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from minato_dx.core import health
from minato_dx.core.bundles.sealing import BundleItem
from minato_dx.exchange import handlers
from minato_dx.exchange.exceptions import Unacceptable
from minato_dx.exchange.models import IntranetState, StuckItem
from minato_dx.exchange.services.running import take, try_again
from tests.leaders.steps import as_person
from tests.organization.factories import Ward, make_ward

pytestmark = pytest.mark.django_db
ITEM = BundleItem("k", "sample", "submitted", {"receipt": "2026-0001", "text": "秘密の内容"})


@pytest.fixture
def ward(settings: object, tmp_path: object) -> Ward:
    settings.EXCHANGE_KEY_FILE = f"{tmp_path}/key"  # type: ignore[attr-defined]  # pytest-django's wrapper
    settings.EXCHANGE_DIR = tmp_path  # type: ignore[attr-defined]
    return make_ward()


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> list[BundleItem]:
    """Have a handler that refuses until something is in the list."""
    taken: list[BundleItem] = []
    open_now: list[bool] = []

    def handle(item: BundleItem, _now: object) -> None:
        if not open_now:
            open_now.append(True)
            raise Unacceptable("分野がありません。")
        taken.append(item)

    monkeypatch.setattr(handlers, "_handlers", {"sample": handle})
    return taken


def test_what_could_not_be_taken_in_is_listed_with_its_reason_and_without_its_content(
    ward: Ward, refusing: list[BundleItem]
) -> None:
    take(ITEM, 7, 0, timezone.now())
    row = StuckItem.objects.get()
    browser = as_person(ward.administrator)
    text = browser.get(reverse("admin:exchange_stuckitem_changelist")).content.decode()
    page = browser.get(reverse("admin:exchange_stuckitem_change", args=[row.pk])).content.decode()
    assert "分野がありません" in text
    assert "2026-0001" in text
    for shown in (text, page):
        assert "秘密の内容" not in shown
    assert "秘密の内容".encode() not in bytes(row.sealed)
    assert any("could not be taken in" in line for line in health.complaints()["exchange"])


def test_tried_again_it_is_taken_in_once(ward: Ward, refusing: list[BundleItem]) -> None:
    take(ITEM, 7, 0, timezone.now())
    row = StuckItem.objects.get()
    data = {"action": "retry", "_selected_action": [row.pk]}
    browser = as_person(ward.administrator)
    answer = browser.post(reverse("admin:exchange_stuckitem_changelist"), data, follow=True)
    assert "受け取りました" in answer.content.decode()
    row.refresh_from_db()
    assert row.settled_by == ward.administrator
    assert bytes(row.sealed) == b""
    assert [item.payload for item in refusing] == [ITEM.payload]
    assert try_again(stuck=row, actor=ward.administrator, now=timezone.now()) == ""
    assert [item.payload for item in refusing] == [ITEM.payload]


def test_nobody_else_tries(ward: Ward, refusing: list[BundleItem]) -> None:
    take(ITEM, 7, 0, timezone.now())
    with pytest.raises(PermissionDenied):
        try_again(stuck=StuckItem.objects.get(), actor=ward.section_head, now=timezone.now())


def test_an_unknown_kind_is_kept_as_well(ward: Ward, refusing: list[BundleItem]) -> None:
    take(BundleItem("k", "nothing", "submitted", {}), 8, 0, timezone.now())
    assert "機能がありません" in StuckItem.objects.get().reason


def test_a_bundle_that_cannot_be_read_for_half_an_hour_is_complained_of(ward: Ward) -> None:
    IntranetState.objects.create(pk=1, fault="3番を開けません", fault_since=timezone.now())
    assert not health.complaints()["exchange"]
    IntranetState.objects.update(fault_since=timezone.now() - dt.timedelta(minutes=31))
    assert any("cannot be taken in" in line for line in health.complaints()["exchange"])


@pytest.mark.parametrize("name", ["intranetstate", "intranetbundle", "stuckitem"])
def test_nothing_is_written_by_hand(ward: Ward, name: str) -> None:
    browser = as_person(ward.administrator)
    assert browser.get(reverse(f"admin:exchange_{name}_changelist")).status_code == 200
    assert browser.get(reverse(f"admin:exchange_{name}_add")).status_code == 403
