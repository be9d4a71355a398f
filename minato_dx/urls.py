"""Every address of the intranet site; assembly only."""

from django.contrib import admin
from django.urls import include, path

handler400 = "minato_dx.portal.errors.bad_request"
handler403 = "minato_dx.portal.errors.permission_denied"
handler404 = "minato_dx.portal.errors.page_not_found"
handler500 = "minato_dx.portal.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("minato_dx.portal.urls")),
    path("", include("showcase.urls")),
    path("", include("proposals.urls")),
    path("", include("consultations.urls")),
    path("", include("leaders.urls")),
    path("", include("minato_dx.notifications.urls")),
    path("", include("minato_dx.scheduling.urls")),
    path("", include("minato_dx.attachments.urls")),
    path("", include("minato_dx.reference.urls")),
    path("", include("minato_dx.organization.urls")),
]
