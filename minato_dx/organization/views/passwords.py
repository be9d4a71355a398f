"""Passwords: changed by oneself, or set anew by mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import FormView, TemplateView

from minato_dx.core.nudge import nudge
from minato_dx.organization.forms import ChangePasswordForm, FirstPasswordForm, StaffNumberForm
from minato_dx.organization.services.passwords import set_password
from minato_dx.organization.tasks import send_password_reset_mail


class PasswordChangeView(auth_views.RedirectURLMixin, FormView):
    """Set one's own password; who came in with a slip is told why and is not asked for an old one."""

    template_name = "organization/password_change.html"
    next_page = reverse_lazy("home")

    @property
    def is_forced(self) -> bool:
        return self.request.user.must_change_password

    def get_form_class(self) -> type[FirstPasswordForm | ChangePasswordForm]:
        return FirstPasswordForm if self.is_forced else ChangePasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: FirstPasswordForm | ChangePasswordForm) -> HttpResponse:
        set_password(user=self.request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, self.request.user)
        messages.success(self.request, "パスワードを変えました。次のログインから、新しいパスワードを使ってください。")
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class PasswordResetView(FormView):
    """Ask for a link by mail. The answer is the same whether the number exists or not."""

    template_name = "organization/password_reset.html"
    form_class = StaffNumberForm

    def form_valid(self, form: StaffNumberForm) -> HttpResponse:
        nudge(send_password_reset_mail, form.cleaned_data["staff_number"], run_here=True)
        return redirect("password_reset_done")


@method_decorator(login_not_required, name="dispatch")
class PasswordResetDoneView(TemplateView):
    """Say what happens now, and what to do without a mail address."""

    template_name = "organization/password_reset_done.html"


class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    """Set a new password with the link of the mail."""

    template_name = "organization/password_reset_confirm.html"
    form_class = FirstPasswordForm
    success_url = reverse_lazy("password_reset_complete")

    def form_valid(self, form: FirstPasswordForm) -> HttpResponse:
        set_password(user=self.user, password=form.cleaned_data["new_password1"])
        del self.request.session[auth_views.INTERNAL_RESET_SESSION_TOKEN]
        return redirect(self.get_success_url())


@login_not_required
def password_reset_complete(request: HttpRequest) -> HttpResponse:
    """Say that the password is set and where to sign in."""
    return render(request, "organization/password_reset_complete.html")
