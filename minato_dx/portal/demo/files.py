"""Small files to attach: a drawn photo of a paper form, or a table. No real document is shown."""

import io
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from minato_dx.portal.demo.script import Csv, File, Photo

SIZE = (640, 860)
DESK, PAPER, LINE, INK, STAMP = "#b9ab97", "#fbf8ef", "#8a93a0", "#27364f", "#b8362f"
MARGIN = 50
TILT_DEGREES = 1.4


def make_upload(file: File) -> SimpleUploadedFile:
    """Return the file as a browser would send it."""
    if isinstance(file, Csv):
        return SimpleUploadedFile(file.name, file.text.encode("utf-8-sig"), content_type="text/csv")
    return SimpleUploadedFile(file.name, _png(file), content_type="image/png")


def _png(photo: Photo) -> bytes:
    picture = Image.new("RGB", SIZE, DESK)
    paper = Image.new("RGB", (SIZE[0] - 80, SIZE[1] - 80), PAPER)
    _draw_form(ImageDraw.Draw(paper), paper.size, photo)
    mask = Image.new("L", paper.size, 255)
    picture.paste(
        paper.rotate(TILT_DEGREES, expand=True, fillcolor=DESK),
        (34, 30),
        mask.rotate(TILT_DEGREES, expand=True),
    )
    buffer = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.6)).quantize(48).save(buffer, "PNG")
    return buffer.getvalue()


def _draw_form(draw: ImageDraw.ImageDraw, size: tuple[int, int], photo: Photo) -> None:
    width, height = size
    hand = random.Random(photo.name)  # noqa: S311  (a drawing, no secret)
    draw.rectangle((MARGIN, 36, width - MARGIN, 62), fill="#d5d9df")
    top, row_height = 90, (height - 150) / photo.rows
    column_width = (width - 2 * MARGIN) / photo.columns
    for row in range(photo.rows + 1):
        y = top + row * row_height
        draw.line((MARGIN, y, width - MARGIN, y), fill=LINE, width=2)
    for column in range(photo.columns + 1):
        x = MARGIN + column * column_width
        draw.line((x, top, x, top + photo.rows * row_height), fill=LINE, width=2)
    for row in range(1, photo.rows):
        for column in range(photo.columns):
            if hand.random() < 0.8:
                corner = (MARGIN + column * column_width, top + row * row_height)
                _scribble(draw, corner, (column_width, row_height), hand)
    draw.ellipse((width - 130, 22, width - 82, 70), outline=STAMP, width=3)


def _scribble(
    draw: ImageDraw.ImageDraw, corner: tuple[float, float], cell: tuple[float, float], hand: random.Random
) -> None:
    """Draw a line that looks like handwriting from a distance."""
    x, y = corner[0] + 8, corner[1] + cell[1] / 2
    points = [(x, y)]
    while x < corner[0] + cell[0] * hand.uniform(0.45, 0.9):
        x += hand.uniform(3, 7)
        points.append((x, y + hand.uniform(-cell[1] / 4, cell[1] / 4)))
    draw.line(points, fill=INK, width=2)
