"""The report as a PDF of A4 pages."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from minato_dx.core.pdf import as_pdf

STYLE = "css/report.css"


def report_as_pdf(*, context: Mapping[str, Any]) -> bytes:
    """Return the tagged document. ``context`` holds the exhibition, its tables and the day on which it was made."""
    return as_pdf(html=render_to_string("showcase/day/report_print.html", dict(context)), style=STYLE)
