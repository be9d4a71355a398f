"""Signing in, one's own facts, who answers whom."""

from django.urls import path

from minato_dx.organization.views import passwords, people, signing_in

urlpatterns = [
    path("login/", signing_in.LoginView.as_view(), name="login"),
    path("login/demo/", signing_in.demo_login, name="demo_login"),
    path("login/resume/", signing_in.resume, name="resume"),
    path("logout/", signing_in.LogoutView.as_view(), name="logout"),
    path("password/change/", passwords.PasswordChangeView.as_view(), name="password_change"),
    path("password/reset/", passwords.PasswordResetView.as_view(), name="password_reset"),
    path("password/reset/done/", passwords.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/reset/<uidb64>/<token>/", passwords.PasswordResetConfirmView.as_view(), name="password_reset_confirm"
    ),
    path("password/reset/complete/", passwords.password_reset_complete, name="password_reset_complete"),
    path("profile/", people.profile, name="profile"),
    path("duties/", people.duty_list, name="duty_list"),
]
