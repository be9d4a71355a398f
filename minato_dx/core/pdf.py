"""Documents as PDF: tagged (PDF/UA-1), with their fonts in them, and without a look at anything outside."""

from django.contrib.staticfiles import finders


def as_pdf(*, html: str, style: str) -> bytes:
    """Return ``html`` as a tagged PDF, styled by our own static file ``style``.

    Pictures come as ``data:`` addresses; nothing else is fetched. Raises FileNotFoundError where there is no such file.
    """
    # Loaded by whoever makes a PDF: Pango and HarfBuzz would cost every process half a second and 40 MB at its start.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    path = finders.find(style)
    if path is None:
        raise FileNotFoundError(style)
    # The default fetcher would read any file of this machine and ask any server that a text names.
    fetcher = URLFetcher(allowed_protocols=("data",))
    fonts = FontConfiguration()
    sheet = CSS(filename=path, font_config=fonts)
    document = HTML(string=html, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    return pdf
