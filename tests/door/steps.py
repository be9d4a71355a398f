"""Walking through the door as a vendor does, page by page."""

import re
import time
from typing import Any

from django.core import signing
from django.test import Client
from django.urls import reverse

from minato_dx.door.models import Mail, Submission
from minato_dx.door.services.keys import new_key

URLS = "minato_dx.urls_public"
ANSWERS: dict[str, dict[str, Any]] = {
    "company": {
        "number": "８０００－０２０１－３１０３２", "company_name": "みなと見本株式会社", "contact_name": "見本 太郎",
        "contact_mail": "taro@example.com", "has_read": "on",
    },
    "content": {
        "title": "申込書の読み取り", "problem": "手書きの申込書を打ち直す時間をなくします", "work_fields": ["1"],
        "how": "秘密の仕組みで読み取ります", "hide_how": "on",
    },
    "evidence": {"evidence": "3つの市で使われています", "cities": "131032 港区", "cost_range": "small"},
    "safety": {"lgwan_asp": "yes", "data_location": "国内"},
}  # fmt: skip
PLACES = {"company": 1, "content": 2, "evidence": 3, "safety": 4}


def url(name: str, *args: Any) -> str:
    return reverse(name, urlconf=URLS, args=args)


def old_mark() -> str:
    """Return a form's mark that a person has had open for a minute."""
    signer = signing.TimestampSigner(salt="door.form")
    value = f"{new_key()}{signer.sep}{signing.b62_encode(int(time.time()) - 60)}"
    return f"{value}{signer.sep}{signer.signature(value)}"


def begin(client: Client, *, mark: str = "", **changes: Any) -> Any:
    """Send the first page."""
    data = ANSWERS["company"] | {"mark": mark or old_mark()} | changes
    return client.post(url("door_start", "proposal"), data)


def key_in(answer: Any) -> str:
    """Return the draft's key from the address that an answer leads to."""
    return answer.url.split("/")[3]


def write(client: Client, key: str, *, files: dict[str, Any] | None = None, **changes: Any) -> None:
    """Fill in the other steps of a draft."""
    for name in ("content", "evidence", "safety"):
        data = ANSWERS[name] | changes.get(name, {}) | ((files or {}) if name == "safety" else {})
        answer = client.post(url("door_step", "proposal", key, PLACES[name]), data)
        assert answer.status_code == 302, answer.content.decode()


def send(client: Client, key: str) -> Any:
    return client.post(url("door_review", "proposal", key))


def mailed_link(subject_begins: str = "") -> str:
    """Return the path in the newest mail that is owed."""
    mail = Mail.objects.filter(subject__contains=subject_begins).order_by("-pk").first()
    assert mail is not None
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.body)
    assert found is not None, mail.body
    return found[1]


def submit(client: Client, *, files: dict[str, Any] | None = None, **changes: Any) -> Submission:
    """Walk the whole way: write, send, confirm by the mail."""
    key = key_in(begin(client, **changes.pop("company", {})))
    write(client, key, files=files, **changes)
    assert send(client, key).status_code == 302
    assert client.post(mailed_link("確認のお願い")).status_code == 200
    return Submission.objects.filter(serial__isnull=False).order_by("-pk")[0]
