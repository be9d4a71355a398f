"""Making the mail of a delivery, as its recipient may read it at the moment of sending."""

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from minato_dx.core import registry
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.organization.models import User
from minato_dx.reference.selectors import portal_settings

SENDER_NAME = "DXポータル"
WITHHELD_TITLE = "新しいお知らせがあります（内容はポータルで）"
# Machines must not answer a machine (RFC 3834); Exchange listens to a header of its own.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


class NotToBeSent(Exception):
    """Nothing is to be sent (any more); ``str()`` says why, for administrators."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a mail words it; ``url`` leads to the thing in the portal."""

    title: str
    text: str
    url: str
    at: dt.datetime


def compose(*, delivery: Delivery, now: dt.datetime) -> EmailMultiAlternatives:
    """Return the mail, or raise NotToBeSent where its recipient left, has no address, or may no longer see the thing.

    The content of what is withheld (private cases, unless the settings allow it) stays in the portal.
    """
    recipient = delivery.recipient
    if not recipient.may_sign_in(timezone.localdate(now)):
        raise NotToBeSent("宛先の人は、もうポータルを使いません。")
    if not recipient.email:
        raise NotToBeSent("宛先の人のメールアドレスが、登録されていません。")
    name = "single" if delivery.notification is not None else "digest"
    context = {
        "recipient": recipient,
        "lines": _lines(delivery=delivery, recipient=recipient),
        "day": delivery.digest_on,
        "portal_url": settings.PORTAL_URL,
        "settings_url": settings.PORTAL_URL + reverse("inbox_settings"),
        "contact": portal_settings(),
    }
    subject = render_to_string(f"notifications/email/{name}_subject.txt", context).strip()
    mail = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=render_to_string(f"notifications/email/{name}_body.txt", context),
        from_email=sender(),
        to=[formataddr((_one_line(recipient.name), recipient.email))],
        headers={**HEADERS, "Message-ID": delivery.message_id},
    )
    mail.attach_alternative(render_to_string(f"notifications/email/{name}_body.html", context), "text/html")
    if delivery.calendar:
        # The method stands in the part's type as well as in the object (RFC 6047, 2.4): calendars look at both.
        mail.attach_alternative(delivery.calendar, f"text/calendar; method={_method(delivery.calendar)}")
    return mail


def _one_line(text: str) -> str:
    """Return ``text`` as a header may hold it."""
    return " ".join(text.split())


def _method(calendar: str) -> str:
    found = re.search(r"^METHOD:([A-Z]+)\r?$", calendar, re.MULTILINE)
    if found is None:
        raise ValueError("a calendar object without METHOD is no invitation")
    return found[1]


def sender() -> str:
    """Return the portal's own mailbox, with its name where the setting gives none."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or SENDER_NAME, address))


def _lines(*, delivery: Delivery, recipient: User) -> list[Line]:
    single = delivery.notification
    messages = [single] if single else list(delivery.gathered.filter(read_at__isnull=True).order_by("id"))
    if not messages:
        raise NotToBeSent("まとめるお知らせは、すべてポータルで読まれています。")
    lines = _worded(messages=messages, recipient=recipient)
    if not lines:
        raise NotToBeSent("宛先の人には、いまは見られない相談です。")
    return lines


def _worded(*, messages: list[Notification], recipient: User) -> list[Line]:
    """Word the messages that the recipient may see today; one query for each kind of thing."""
    shows_private = portal_settings().private_in_mail
    lines = {}
    for kind_name in sorted({message.object_kind for message in messages}):
        kind = registry.get(kind_name)
        own = {message.object_id: message for message in messages if message.object_kind == kind_name}
        visible = kind.visible_ids(recipient, own)
        withheld = set() if shows_private else kind.withheld_ids(own)
        for message in messages:
            if message.object_kind == kind_name and message.object_id in visible:
                lines[message.pk] = _line(message, kind.link(message.object_id), message.object_id in withheld)
    return [lines[message.pk] for message in messages if message.pk in lines]


def _line(message: Notification, path: str, is_withheld: bool) -> Line:
    title = f"{_receipt(message.title)}{WITHHELD_TITLE}" if is_withheld else message.title
    text = "" if is_withheld else message.text
    return Line(title=title, text=text, url=settings.PORTAL_URL + path, at=message.created_at)


def _receipt(title: str) -> str:
    """Return the receipt number with which a title begins (``［令和8年度-0130］``), the one thing that may be told."""
    return title[: title.index("］") + 1] if title.startswith("［") and "］" in title else ""
