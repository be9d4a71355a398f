from django.urls import path

from minato_dx.attachments.views import downloads, quarantine

urlpatterns = [
    path("files/quarantine/", quarantine.quarantine_list, name="quarantine_list"),
    path("files/quarantine/review/", quarantine.QuarantineReviewView.as_view(), name="quarantine_review"),
    path("files/<uuid:key>/", downloads.attachment_download, name="attachment_download"),
    path("files/<uuid:key>/picture/", downloads.attachment_picture, name="attachment_picture"),
]
