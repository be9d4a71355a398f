"""A small writer of OLE files (MS-CFB), for documents of before 2007 with whatever streams a test wants in them."""

import struct
from collections.abc import Mapping

SECTOR = 512
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
# A stream shorter than this would live in the mini stream, which this writer does without.
SHORTEST = 4096


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file; ``room/name`` puts a stream into a storage."""
    entries = _entries(streams)
    directory_sectors = -(-len(entries) // 4)
    blobs = [content.ljust(SHORTEST, b"\x00") if content is not None else b"" for _name, content, *_ in entries]
    # Sector 0 is the FAT, then the directory, then the streams.
    chains, place = [FAT], 1
    chains += [*range(2, directory_sectors + 1), END]
    place += directory_sectors
    starts = []
    for blob in blobs:
        count = -(-len(blob) // SECTOR)
        starts.append(place if count else END)
        if count:
            chains += [*range(place + 1, place + count), END]
        place += count
    assert len(chains) <= SECTOR // 4, "one sector of FAT is enough for a test"
    fat = b"".join(struct.pack("<I", one) for one in chains).ljust(SECTOR, b"\xff")
    directory = b"".join(
        _entry(name, content, links, start) for (name, content, links), start in zip(entries, starts, strict=True)
    )
    directory = directory.ljust(directory_sectors * SECTOR, b"\x00")
    body = b"".join(blob.ljust(-(-len(blob) // SECTOR) * SECTOR, b"\x00") for blob in blobs)
    return _header() + fat + directory + body


def _entries(streams: Mapping[str, bytes]) -> list[tuple[str, bytes | None, tuple[int, int, int]]]:
    """Return (name, content, (left, right, child)): siblings in a chain to the right, in the order of the format."""
    tree: dict[str, dict[str, bytes] | bytes] = {}
    for path, content in streams.items():
        room, _slash, name = path.rpartition("/")
        if room:
            inner = tree.setdefault(room, {})
            assert isinstance(inner, dict)
            inner[name] = content
        else:
            tree[name] = content
    rows: list[tuple[str, bytes | None, tuple[int, int, int]]] = [("Root Entry", None, (NONE, NONE, 1))]
    top = sorted(tree, key=lambda name: (len(name), name.upper()))
    inner_from = 1 + len(top)
    inner_rows: list[tuple[str, bytes | None, tuple[int, int, int]]] = []
    for place, name in enumerate(top, start=1):
        right = place + 1 if place < len(top) else NONE
        found = tree[name]
        if isinstance(found, bytes):
            rows.append((name, found, (NONE, right, NONE)))
            continue
        first = inner_from + len(inner_rows)
        rows.append((name, None, (NONE, right, first)))
        names = sorted(found, key=lambda one: (len(one), one.upper()))
        for number, one in enumerate(names):
            after = first + number + 1 if number + 1 < len(names) else NONE
            inner_rows.append((one, found[one], (NONE, after, NONE)))
    return rows + inner_rows


def _entry(name: str, content: bytes | None, links: tuple[int, int, int], start: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    kind = 5 if name == "Root Entry" else 2 if content is not None else 1
    size = max(len(content), SHORTEST) if content is not None else 0
    return (
        raw.ljust(64, b"\x00")
        + struct.pack("<HBB", len(raw), kind, 1)
        + struct.pack("<III", *links)
        + b"\x00" * 36
        + struct.pack("<IQ", start if content is not None else END if kind == 5 else 0, size)
    )


def _header() -> bytes:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    fixed = struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, SHORTEST, END, 0, END, 0)
    return magic + fixed + struct.pack("<I", 0) + b"\xff" * (108 * 4)


WORD = {"WordDocument": b"\xec\xa5\xc1\x00" + b"\x00" * 60, "1Table": b"\x00" * 64}
MACROS = {
    "Macros/PROJECT": b'ID="{0}"\r\nModule=Module1\r\n',
    "VBA/dir": b"\x01",
    "VBA/_VBA_PROJECT": b"\xcc\x61",
    "VBA/Module1": b"Attribut\x00e VB_Name",
}
