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
    title = f"{letters[0].title} {letters[0].number}" if len(letters) == 1 else f"任命書 {len(letters)}通"
    context = {"letters": letters, "title": title, "with_list": len(letters) > 1, "seal": seal_address()}
    html = render_to_string("leaders/letter_print.html", context)
    return as_pdf(html=html, style=STYLE)


def seal_address() -> str:
    """Return the seal's PNG as a ``data:`` address; empty where the city has set none."""
    if not settings.SEAL_IMAGE:
        return ""
    return f"data:image/png;base64,{base64.b64encode(Path(settings.SEAL_IMAGE).read_bytes()).decode()}"
