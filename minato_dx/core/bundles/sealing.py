"""A bundle as bytes: a ZIP of a manifest and its files, signed by one side and sealed for the other.

Signed first and sealed then, with number and direction inside what is signed: nobody in between reads, changes, renames
or repeats one unseen. Whoever breaks into the side that writes cannot open what it wrote.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import SealedBox

from minato_dx.core.bundles.keys import OwnKey, PeerKey

MAGIC = b"DXB1"
MANIFEST = "manifest.json"


class BundleError(Exception):
    """The bytes are not the bundle that they should be; ``str()`` says why, without any content."""


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A file that belongs to an item; ``meta`` is what the writer says of it (name, whether it is confidential)."""

    content: bytes
    meta: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BundleItem:
    """One fact that goes over: what kind of thing, which one, what happened to it."""

    key: str
    kind: str
    event: str
    payload: Mapping[str, Any]
    files: Sequence[BundleFile] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """Items of one direction, numbered from 1 without gaps.

    ``acknowledged`` is the last number of the other direction that the writer had taken in.
    """

    direction: str
    number: int
    acknowledged: int = 0
    items: Sequence[BundleItem] = field(default_factory=tuple)


def seal(bundle: Bundle, *, own: OwnKey, peer: PeerKey) -> bytes:
    """Return the bundle as bytes that the peer alone can open."""
    return MAGIC + SealedBox(peer.sealing).encrypt(bytes(own.signing.sign(_packed(bundle))))


def unseal(data: bytes, *, direction: str, number: int, own: OwnKey, peer: PeerKey) -> Bundle:
    """Return the bundle of that direction and number.

    Raises BundleError for anything that the peer did not write as this very bundle for us.
    """
    if not data.startswith(MAGIC):
        raise BundleError("not a bundle")
    try:
        packed = peer.verifying.verify(SealedBox(own.opening).decrypt(data[len(MAGIC) :]))
        bundle = _unpacked(packed)
    except CryptoError as error:
        raise BundleError("not sealed for us by the other side, or changed on its way") from error
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise BundleError(f"not readable: {type(error).__name__}") from error
    if (bundle.direction, bundle.number) != (direction, number):
        raise BundleError(f"is {bundle.direction} {bundle.number} and not {direction} {number}")
    return bundle


def _packed(bundle: Bundle) -> bytes:
    buffer = io.BytesIO()
    items = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for place, item in enumerate(bundle.items):
            files = []
            for number, one in enumerate(item.files):
                name = f"{place}/{number}"
                archive.writestr(_entry(name), one.content)
                files.append({"name": name, "sha256": hashlib.sha256(one.content).hexdigest(), "meta": dict(one.meta)})
            items.append(
                {
                    "key": item.key,
                    "kind": item.kind,
                    "event": item.event,
                    "payload": dict(item.payload),
                    "files": files,
                }
            )
        manifest = {
            "direction": bundle.direction,
            "number": bundle.number,
            "acknowledged": bundle.acknowledged,
            "items": items,
        }
        archive.writestr(_entry(MANIFEST), json.dumps(manifest, ensure_ascii=False))
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    # A fixed day: the same rows make the same bytes, whenever they are packed.
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def _unpacked(packed: bytes) -> Bundle:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        items = [_item(archive, told) for told in manifest["items"]]
    return Bundle(str(manifest["direction"]), int(manifest["number"]), int(manifest["acknowledged"]), items)


def _item(archive: zipfile.ZipFile, told: Mapping[str, Any]) -> BundleItem:
    files = []
    for one in told["files"]:
        content = archive.read(one["name"])
        if hashlib.sha256(content).hexdigest() != one["sha256"]:
            raise ValueError("a file is not the one that was packed")
        files.append(BundleFile(content, one["meta"]))
    return BundleItem(str(told["key"]), str(told["kind"]), str(told["event"]), dict(told["payload"]), files)
