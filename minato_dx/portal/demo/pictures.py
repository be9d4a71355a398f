"""Pictures for the demo's stories, drawn here: sheets of paper on the left, the screen that took their place right."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

SIZE = (960, 540)
GROUND, LINE, PAPER = "#f2f6fc", "#4a5a75", "#ffffff"
# One for each story, so that they can be told apart at a glance.
TINTS = ("#1a5fb4", "#26734d", "#7a4fa3", "#9c5700")
Box = tuple[int, int, int, int]


def before_and_after(*, nth: int) -> SimpleUploadedFile:
    """Return a drawing as an upload: ``nth`` chooses its colour and how high the pile of paper is."""
    image = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(image)
    for sheet in reversed(range(3 + nth % 3)):
        _sheet(draw, (90 + 14 * sheet, 90 + 14 * sheet, 350 + 14 * sheet, 420 + 14 * sheet))
    draw.polygon([(470, 250), (530, 250), (530, 220), (590, 270), (530, 320), (530, 290), (470, 290)], fill=LINE)
    _screen(draw, (620, 120, 900, 330), TINTS[nth % len(TINTS)])
    stored = io.BytesIO()
    image.save(stored, "PNG")
    return SimpleUploadedFile("before-and-after.png", stored.getvalue(), content_type="image/png")


def _sheet(draw: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, fill=PAPER, outline=LINE, width=3)
    for row in range(top + 40, bottom - 20, 34):
        draw.line((left + 24, row, right - 24, row), fill="#b8c2d4", width=4)


def _screen(draw: ImageDraw.ImageDraw, box: Box, tint: str) -> None:
    left, top, right, bottom = box
    draw.rounded_rectangle(box, 14, fill=PAPER, outline=LINE, width=4)
    draw.rectangle((left + 4, top + 18, right - 4, top + 56), fill=tint)
    for row in range(3):
        upper = top + 78 + 40 * row
        draw.rectangle((left + 24, upper, left + 48, upper + 20), fill=tint)
        draw.rectangle((left + 64, upper + 4, right - 30 - 40 * row, upper + 16), fill="#b8c2d4")
    draw.rectangle((left + 110, bottom, right - 110, bottom + 44), fill=LINE)
    draw.rectangle((left + 60, bottom + 44, right - 60, bottom + 58), fill=LINE)
