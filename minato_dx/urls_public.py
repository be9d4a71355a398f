"""Every address of the public door; assembly only. An address of the intranet is not here, and answers 404."""

from django.urls import include, path

handler400 = "minato_dx.door.views.errors.bad_request"
handler403 = "minato_dx.door.views.errors.permission_denied"
handler404 = "minato_dx.door.views.errors.page_not_found"
handler500 = "minato_dx.door.views.errors.server_error"

urlpatterns = [path("", include("minato_dx.door.urls"))]
