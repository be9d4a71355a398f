"""At 400 % zoom (320 px) no page scrolls sideways; only a wide table does, inside its own frame."""

from playwright.sync_api import Page, ViewportSize

NARROW: ViewportSize = {"width": 320, "height": 640}
# As wide as the paper it is printed on.
ON_PAPER = "/print/"
# What reaches beyond the right edge, unless a frame of its own scrolls or cuts it.
BEYOND = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= window.innerWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(part =>
        part.getBoundingClientRect().right > window.innerWidth + 1 && !part.closest('.table-scroll'));
    const names = wide.slice(0, 4).map(part => `${part.tagName.toLowerCase()}.${part.className}`);
    return [`${page.scrollWidth} px wide: ${names.join(', ') || 'nothing outside a table'}`];
}"""


def sideways(page: Page) -> list[str]:
    """Return what reaches beyond a window of 320 px; the window has its own size again afterwards."""
    if ON_PAPER in page.url:
        return []
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size(NARROW)
    try:
        found: list[str] = page.evaluate(BEYOND)
    finally:
        page.set_viewport_size(size)
    return found
