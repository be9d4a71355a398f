"""First-login slips: how someone without a password comes in, and how an administrator resets one."""

import datetime as dt
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from minato_dx.core import calendar
from minato_dx.organization.models import FirstLoginSlip, User

# Without I, L, O, 0 and 1, which look alike on paper; 12 of these 31 make 59 bits.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH, GROUP = 12, 4


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """A slip as it is handed over: the only moment at which its code can be read."""

    user: User
    code: str
    expires_at: dt.datetime


@transaction.atomic
def issue_slips(*, users: Iterable[User], issued_by: User) -> list[IssuedSlip]:
    """Give each of ``users`` a new code in place of their password and of any earlier slip.

    People who may not sign in today (left, account off) get none. Running sessions of the others end.
    """
    ids = [user.pk for user in users]
    locked = User.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    entitled = [user for user in locked if user.may_sign_in(calendar.today())]
    now = timezone.now()
    FirstLoginSlip.objects.filter(user__in=entitled, used_at__isnull=True).delete()
    issued = [
        IssuedSlip(user=user, code=_new_code(), expires_at=now + dt.timedelta(days=settings.FIRST_LOGIN_DAYS))
        for user in entitled
    ]
    FirstLoginSlip.objects.bulk_create(
        FirstLoginSlip(
            user=slip.user, code_hash=_hash(slip.code), issued_by=issued_by, issued_at=now, expires_at=slip.expires_at
        )
        for slip in issued
    )
    for user in entitled:
        user.set_unusable_password()
        user.must_change_password = True
    User.objects.bulk_update(entitled, ["password", "must_change_password"])
    return sorted(issued, key=lambda slip: slip.user.staff_number)


@transaction.atomic
def mail_slip(*, user: User, issued_by: User) -> bool:
    """Issue a slip and mail it; tell whether that was done. Where the mail cannot be sent, nothing has changed.

    Raises what the mail server raises (SMTPException, OSError).
    """
    if not user.email:
        return False
    slips = issue_slips(users=[user], issued_by=issued_by)
    for slip in slips:
        context = {"slip": slip, "url": settings.PORTAL_URL + reverse("login")}
        send_mail(
            render_to_string("organization/email/first_login_subject.txt", context).strip(),
            render_to_string("organization/email/first_login_body.txt", context),
            None,
            [user.email],
        )
    return bool(slips)


def find_usable_slip(*, user: User, code: str) -> FirstLoginSlip | None:
    """Return the person's unused, unexpired slip where ``code`` (any case and width, with or without hyphens) is its
    own."""
    slip = FirstLoginSlip.objects.filter(user=user, used_at__isnull=True, expires_at__gt=timezone.now()).first()
    return slip if slip is not None and constant_time_compare(slip.code_hash, _hash(code)) else None


def _new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def _hash(code: str) -> str:
    """Return the keyed hash; a code has 59 random bits, so that no slow hash is needed."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", code).upper() if char in ALPHABET)
    return salted_hmac("minato_dx.organization.first_login", plain, algorithm="sha256").hexdigest()
