"""The one way out for a file."""

import uuid
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from minato_dx.attachments.models import Attachment
from minato_dx.attachments.selectors import may_download
from minato_dx.core import registry


@require_safe
def attachment_download(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """Hand a file to someone who may see its thing; for anyone else it does not exist."""
    attachment = _for_reader(request, key)
    # Never shown in the browser: a file that lies about its type must not run in the portal's origin.
    response = FileResponse(attachment.blob.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.name)}"
    return _locked_up(response, attachment)


@require_safe
def attachment_picture(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """Show a picture within a page, to someone who may see its thing; any other file is not there."""
    attachment = _for_reader(request, key)
    if not attachment.is_image:
        raise Http404
    # The type that was found in the content when it came in: a picture, whatever its name says.
    response = FileResponse(attachment.blob.open("rb"), content_type=attachment.content_type)
    # What a file is never changes, and only this reader's browser keeps it.
    response["Cache-Control"] = "private, max-age=3600"
    return _locked_up(response, attachment)


def _for_reader(request: HttpRequest, key: uuid.UUID) -> Attachment:
    attachment = Attachment.objects.filter(key=key).first()
    if attachment is None or not may_download(attachment=attachment, user=request.user):
        raise Http404
    registry.get(attachment.kind).opened(request.user, attachment.object_id)
    return attachment


def _locked_up(response: FileResponse, attachment: Attachment) -> FileResponse:
    response["Content-Length"] = str(attachment.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
