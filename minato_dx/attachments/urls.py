from django.urls import path

from minato_dx.attachments import views

urlpatterns = [
    path("files/<uuid:key>/", views.attachment_download, name="attachment_download"),
]
