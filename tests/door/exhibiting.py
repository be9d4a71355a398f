"""Walking through the door as a company does that wants to exhibit, or was invited to."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minato_dx.door.models import Submission
from showcase.enums import EXHIBITOR_KIND
from showcase.models import Exhibition
from tests.door.steps import key_in, mailed_link, old_mark, url

COMPANY: dict[str, Any] = {
    "number": "８０００－０２０１－３１０３２", "company_name": "みなと見本株式会社", "contact_name": "見本 太郎",
    "contact_department": "営業部", "contact_mail": "taro@example.com", "contact_phone": "03-0000-0000",
    "has_read": "on",
}  # fmt: skip
SHOWN: dict[str, Any] = {
    "title": "届出書を読み取る", "summary": "手書きの届出書の打ち直しがなくなります。", "about": "くわしい内容です。",
    "difficulty": "字が薄いと読めません。", "cost": "年50万円から",
}  # fmt: skip
NEEDS: dict[str, Any] = {
    "needs_power": "on", "needs_space": "机1つ", "people": "見本 花子、営業部\r\n見本 次郎",
}  # fmt: skip


def begin(client: Client, exhibition: Exhibition, **changes: Any) -> Any:
    """Send the first page."""
    data = COMPANY | {"exhibition": str(exhibition.pk), "mark": old_mark()} | changes.pop("typed", {}) | changes
    return client.post(url("door_start", EXHIBITOR_KIND), data)


def write(client: Client, key: str, *, first: int = 2, files: Any = (), **changes: Any) -> None:
    """Fill in the other steps of a draft; ``first`` 1 is for one that begins with an invitation."""
    needs = NEEDS | changes.get("needs", {}) | ({"files": list(files)} if files else {})
    own = {name: COMPANY[name] for name in ("contact_name", "contact_mail", "has_read")}
    company = own | {"exhibition": changes.get("exhibition", "")}
    for place, data in ((1, company), (2, SHOWN | changes.get("shown", {})), (3, needs)):
        if place >= first:
            answer = client.post(url("door_step", EXHIBITOR_KIND, key, place), data)
            assert answer.status_code == 302, answer.content.decode()


def apply(client: Client, exhibition: Exhibition, *, files: Any = (), **changes: Any) -> Submission:
    """Walk the whole way: write, send, confirm by the mail."""
    key = key_in(begin(client, exhibition, **changes.pop("company", {})))
    write(client, key, files=files, **changes)
    answer = client.post(url("door_review", EXHIBITOR_KIND, key))
    assert answer.status_code == 302, answer.content.decode()
    assert client.post(mailed_link("確認のお願い")).status_code == 200
    return Submission.objects.filter(serial__isnull=False).order_by("-pk")[0]


def text_file(name: str = "資料.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "説明です".encode())
