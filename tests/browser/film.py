"""Films for Chromium's fake camera, in which a code is held before it and taken away, over and over."""

import io
from pathlib import Path

import segno
from PIL import Image

FAKE_CAMERA = "--use-fake-device-for-media-stream"
WIDTH, HEIGHT = 640, 480
FRAMES_A_SECOND, SECONDS_IN_VIEW, SECONDS_AWAY = 5, 2, 4


def make_film(path: Path, code: str) -> None:
    """Write the film (YUV4MPEG2) of one code."""
    shown, away = _frame(_picture(code)), _frame(Image.new("L", (WIDTH, HEIGHT), 200))
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        file.write(shown * FRAMES_A_SECOND * SECONDS_IN_VIEW + away * FRAMES_A_SECOND * SECONDS_AWAY)


def flags_of(film: Path) -> list[str]:
    """Return what makes a camera of the film, and lets pages use it."""
    return [FAKE_CAMERA, f"--use-file-for-fake-video-capture={film}", "--use-fake-ui-for-media-stream"]


def _picture(code: str) -> Image.Image:
    """Return the code as its page shows it, held a little askew before something grey."""
    png = io.BytesIO()
    segno.make(code, error="q", micro=False).save(png, kind="png", scale=8, border=4)
    card = Image.open(png).convert("L").rotate(7, expand=True, fillcolor=200)
    scene = Image.new("L", (WIDTH, HEIGHT), 200)
    scene.paste(card, ((WIDTH - card.width) // 2, (HEIGHT - card.height) // 2))
    return scene


def _frame(scene: Image.Image) -> bytes:
    """Return a frame of the film: brightness, and no colour."""
    return b"FRAME\n" + scene.tobytes() + b"\x80" * (WIDTH * HEIGHT // 2)
