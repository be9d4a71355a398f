"""Plans of the halls, drawn as simple as a floor plan can be."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1000, 560
WALL, BOOTH, GROUND = "#626264", "#e8f1fe", "#ffffff"
ALT = (
    "上の壁に沿って{first}から{middle}、下の壁に沿って残りが{last}まで、どちらも左から順に並ぶ。"
    "入口は左、受付は入口のすぐ右。"
)
FIRST, LAST = 26, 90  # percent from the left
ROWS = (24, 76)
DOOR = (24, HEIGHT // 2 - 60, 24, HEIGHT // 2 + 60)


def place_of(place: int, count: int) -> tuple[int, int]:
    """Return where the booth stands, in percent of the plan's width and height: half of them on each long side."""
    upper = (count + 1) // 2
    row, nth, of_row = (0, place, upper) if place < upper else (1, place - upper, count - upper)
    step = (LAST - FIRST) / max(of_row - 1, 1)
    return round(FIRST + nth * step), ROWS[row]


def draw_plan(name: str, codes: tuple[str, ...]) -> SimpleUploadedFile:
    """Return the plan as a browser would send it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, WIDTH - 24, HEIGHT - 24), outline=WALL, width=6)
    draw.line(DOOR, fill=GROUND, width=14)
    draw.rectangle((70, HEIGHT // 2 - 34, 150, HEIGHT // 2 + 34), outline=WALL, width=3)
    for place in range(len(codes)):
        left, top = place_of(place, len(codes))
        x, y = WIDTH * left / 100, HEIGHT * top / 100
        draw.rectangle((x - 62, y - 44, x + 62, y + 44), fill=BOOTH, outline=WALL, width=3)
    buffer = io.BytesIO()
    picture.quantize(16).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/png")
