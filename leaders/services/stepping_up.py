"""Confirming once more who sits at the keyboard, before something is decided."""

from django.contrib.auth import authenticate
from django.http import HttpRequest

from leaders.exceptions import StepUpRefused
from minato_dx.organization.models import User

WRONG = "パスワードが違います。任命はまだ決まっていません。もう一度入れてください。"
MISSING = "パスワードを入れてください。任命は記録に残るので、決める前に本人を確かめます。"
NOT_SET = (
    "このポータルのパスワードが、まだ設定されていません。"
    "「パスワードを忘れた」から設定するか、システム管理者に初回ログイン票を頼んでください。"
)


def confirm_identity(*, request: HttpRequest, user: User, password: str) -> None:
    """Ask for the password of ``user`` again; wrong ones are counted, and lock out, like those of a sign-in.

    Raises StepUpRefused with what to do. A person who comes in through the city's proxy sets a password of their own.
    """
    if not user.has_usable_password():
        raise StepUpRefused(NOT_SET, "password")
    if not password:
        raise StepUpRefused(MISSING, "password")
    found = authenticate(request, username=user.staff_number, password=password)
    # A first-login slip's code opens the door once; it decides nothing.
    if found is None or found.pk != user.pk or not user.check_password(password):
        raise StepUpRefused(WRONG, "password")
