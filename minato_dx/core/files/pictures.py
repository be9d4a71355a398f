"""Pictures: whole, not larger than a screen can take, and nothing behind them."""

import io
import struct

from PIL import Image

from minato_dx.core.files.refusing import broken, holds_archive, holds_script, refusal, two_in_one

FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}
MOST_PIXELS = 80_000_000
PNG_END = b"IEND\xaeB`\x82"
PADDING = b"\x00\r\n\t "


def inspect_picture(name: str, extension: str, data: bytes) -> None:
    """Raise ValidationError for a picture that is broken, huge, or something else as well.

    Nothing is unpacked: the header says how large it is.
    """
    if b"%PDF-" in data[:1024] or holds_script(data) or holds_archive(data):
        raise two_in_one(name)
    if extension == "heic":
        _inspect_boxes(name, data)
        return
    _inspect_header(name, FORMATS[extension], data)
    _inspect_end(name, FORMATS[extension], data)


def _inspect_header(name: str, kind: str, data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            width, height = picture.size
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_large(name) from bomb
    # Pillow's readers raise whatever they stumble over; each of them is a broken picture.
    except Exception as fault:
        raise broken(name) from fault
    if width * height > MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> Exception:
    hundreds = MOST_PIXELS // 10_000
    return refusal(name, f"は画素数が多すぎます（{hundreds:,}万画素まで）。縮小して付けてください。", "picture_size")


def _inspect_end(name: str, kind: str, data: bytes) -> None:
    """A camera may write more after a JPEG, and so what follows there is only looked through for what is known."""
    if kind == "PNG":
        whole, _mark, rest = data.rpartition(PNG_END)
        if not whole:
            raise broken(name)
        if rest.strip(PADDING):
            raise two_in_one(name)
    elif kind == "JPEG" and b"\xff\xd9" not in data:
        raise broken(name)
    elif kind == "GIF" and not data.rstrip(PADDING).endswith(b";"):
        raise broken(name)
    elif kind == "WEBP" and len(data) < struct.unpack("<I", data[4:8])[0] + 8:
        raise broken(name)


def _inspect_boxes(name: str, data: bytes) -> None:
    """Walk the boxes of a HEIC file (ISO/IEC 14496-12): each says its length, the last may run to the end."""
    place = 0
    while place < len(data):
        header = data[place : place + 16]
        if len(header) < 8:
            raise broken(name)
        size = struct.unpack(">I", header[:4])[0]
        if size == 0:
            return
        if size == 1 and len(header) == 16:
            size = struct.unpack(">Q", header[8:])[0]
        if size < 8 or place + size > len(data):
            raise broken(name)
        place += size
