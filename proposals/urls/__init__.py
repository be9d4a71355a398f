"""Every address of the proposals."""

from django.urls import include, path

urlpatterns = [
    path("proposals/", include("proposals.urls.catalogue")),
    path("proposals/", include("proposals.urls.steps")),
    path("proposals/", include("proposals.urls.sharing")),
    path("proposals/", include("proposals.urls.dialogues")),
    path("proposals/", include("proposals.urls.calls")),
    path("proposals/", include("proposals.urls.lists")),
    path("contacts/", include("proposals.urls.contacts")),
]
