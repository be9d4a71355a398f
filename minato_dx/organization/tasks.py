"""Mails of the sign-in, sent outside the request."""

from smtplib import SMTPException

from celery import shared_task

from minato_dx.organization.models import User
from minato_dx.organization.services.passwords import mail_reset_link
from minato_dx.organization.services.slips import mail_slip

MAIL_FAULTS = (SMTPException, OSError)


@shared_task(autoretry_for=MAIL_FAULTS, max_retries=5, retry_backoff=True)
def send_password_reset_mail(staff_number: str) -> None:
    """Mail a reset link to the person with this number, if there is one with a mail address."""
    mail_reset_link(staff_number=staff_number)


@shared_task(autoretry_for=MAIL_FAULTS, max_retries=5, retry_backoff=True)
def send_first_login_slip(user_id: int, issued_by_id: int) -> None:
    """Issue and mail a first-login slip; the code is made here, so that it never lies in the broker."""
    people = User.objects.in_bulk([user_id, issued_by_id])
    mail_slip(user=people[user_id], issued_by=people[issued_by_id])
