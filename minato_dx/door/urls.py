"""Every address of the public door."""

from django.urls import URLPattern, path

from minato_dx.door.views import pages, sending, status, writing

urlpatterns: list[URLPattern] = [
    path("", writing.landing, name="door_landing"),
    path("submit/<slug:kind>/", writing.start, name="door_start"),
    path("submit/<slug:kind>/<str:key>/<int:place>/", writing.write_step, name="door_step"),
    path("submit/<slug:kind>/<str:key>/files/<uuid:file>/remove/", writing.take_file_off, name="door_file_remove"),
    path("submit/<slug:kind>/<str:key>/review/", sending.review, name="door_review"),
    path("sent/", sending.sent, name="door_sent"),
    path("changed/", sending.changed, name="door_changed"),
    path("confirm/<str:key>/", sending.confirm, name="door_confirm"),
    path("status/", status.renew, name="door_renew"),
    path("status/renewed/", status.renewed, name="door_renewed"),
    path("status/<str:key>/", status.status, name="door_status"),
    path("status/<str:key>/reply/<int:message>/", status.reply, name="door_reply"),
    path("status/<str:key>/act/", status.act, name="door_act"),
    path("status/<str:key>/code/", status.code, name="door_code"),
    path("status/<str:key>/withdraw/", status.withdraw, name="door_withdraw"),
    path("status/<str:key>/revise/", status.revise, name="door_revise"),
    path("about/", pages.about, name="door_about"),
    path("privacy/", pages.privacy, name="door_privacy"),
    path("accessibility/", pages.accessibility, name="door_accessibility"),
    path("figures/", pages.figures, name="door_figures"),
    path("healthz/", pages.health, name="door_health"),
]
