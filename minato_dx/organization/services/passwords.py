"""Passwords: set by the person, or asked for by mail."""

from axes.utils import reset as lift_lockouts
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from minato_dx.core import calendar
from minato_dx.organization.managers import normalise_staff_number
from minato_dx.organization.models import FirstLoginSlip, User


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """Set the person's password: a slip is used up by it, a forced change is done, lock-outs are lifted."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    FirstLoginSlip.objects.filter(user=user, used_at__isnull=True).update(used_at=timezone.now())
    lift_lockouts(username=user.staff_number)


def mail_reset_link(*, staff_number: str) -> bool:
    """Mail the link that lets the person set a new password within PASSWORD_RESET_TIMEOUT; tell whether it was sent.

    Nothing is sent to a number that does not exist, to someone without mail, or to someone who may not sign in.
    """
    user = User.objects.filter(staff_number=normalise_staff_number(staff_number)).first()
    if user is None or not user.email or not user.may_sign_in(calendar.today()):
        return False
    path = reverse(
        "password_reset_confirm",
        args=[urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)],
    )
    context = {
        "user": user,
        "url": settings.PORTAL_URL + path,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    send_mail(
        render_to_string("organization/email/password_reset_subject.txt", context).strip(),
        render_to_string("organization/email/password_reset_body.txt", context),
        None,
        [user.email],
    )
    return True
