"""Letters as PDF, one page each."""

import base64
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from leaders.models import Letter
from minato_dx.core.pdf import as_pdf

STYLE = "css/letter.css"


def letters_as_pdf(*, letters: Sequence[Letter]) -> bytes:
    """Return one tagged document, a page for each letter; several begin with a list of them."""
    html = render_to_string(
        "leaders/letter_print.html", {"letters": letters, "with_list": len(letters) > 1, "seal": seal_address()}
    )
    return as_pdf(html=html, style=STYLE)


def seal_address() -> str:
    """Return the seal's PNG as a ``data:`` address; empty where the city has set none."""
    if not settings.SEAL_IMAGE:
        return ""
    return f"data:image/png;base64,{base64.b64encode(Path(settings.SEAL_IMAGE).read_bytes()).decode()}"
