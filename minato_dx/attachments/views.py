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
    attachment = Attachment.objects.filter(key=key).first()
    if attachment is None or not may_download(attachment=attachment, user=request.user):
        raise Http404
    registry.get(attachment.kind).opened(request.user, attachment.object_id)
    # Never shown in the browser: a file that lies about its type must not run in the portal's origin.
    response = FileResponse(attachment.blob.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.name)}"
    response["Content-Length"] = str(attachment.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
