"""Bundles: only the other side opens them, as the very one they are, and nothing is lost or happens twice."""

import dataclasses
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from minato_dx.core.bundles.folder import BundleFolder
from minato_dx.core.bundles.keys import OwnKey, PeerKey, read_or_create_own_key, read_peer_key
from minato_dx.core.bundles.sealing import Bundle, BundleError, BundleFile, BundleItem, seal, unseal

DOOR, WARD, STRANGER = (OwnKey(SigningKey.generate()) for _ in range(3))
ITEM = BundleItem("k", "proposal", "submitted", {"title": "𠮷野の提案"}, [BundleFile(b"\x00\xff", {"name": "髙.pdf"})])
BUNDLE = Bundle("public", 3, 2, [ITEM])


def peer(own: OwnKey) -> PeerKey:
    return PeerKey(own.signing.verify_key)


def opened(data: bytes, *, own: OwnKey = WARD, by: OwnKey = DOOR, direction: str = "public", number: int = 3) -> Bundle:
    return unseal(data, direction=direction, number=number, own=own, peer=peer(by))


def test_what_was_sealed_is_opened_whole() -> None:
    assert opened(seal(BUNDLE, own=DOOR, peer=peer(WARD))) == BUNDLE


def test_nothing_of_it_can_be_read_on_its_way() -> None:
    data = seal(BUNDLE, own=DOOR, peer=peer(WARD))
    assert "𠮷野".encode() not in data
    assert b"proposal" not in data


@pytest.mark.parametrize(
    "wrong",
    [
        {"own": STRANGER},
        {"by": STRANGER},
        {"by": WARD},
        {"direction": "intranet"},
        {"number": 4},
    ],
)
def test_no_other_key_direction_or_number_opens_it(wrong: dict[str, object]) -> None:
    with pytest.raises(BundleError):
        opened(seal(BUNDLE, own=DOOR, peer=peer(WARD)), **wrong)  # type: ignore[arg-type]  # each is of its kind


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_single_changed_byte_is_seen(place: int, change: int) -> None:
    data = bytearray(seal(BUNDLE, own=DOOR, peer=peer(WARD)))
    data[place % len(data)] ^= change
    with pytest.raises(BundleError):
        opened(bytes(data))


@pytest.mark.parametrize("data", [b"", b"DXB1", b"DXB1" + b"x" * 200, b"PK\x03\x04"])
def test_what_is_no_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError):
        opened(data)


def test_half_a_file_is_no_bundle() -> None:
    data = seal(BUNDLE, own=DOOR, peer=peer(WARD))
    with pytest.raises(BundleError):
        opened(data[: len(data) // 2])


def test_a_bundle_is_the_same_as_often_as_it_is_sealed() -> None:
    one, two = (opened(seal(BUNDLE, own=DOOR, peer=peer(WARD))) for _ in range(2))
    assert one == two
    assert dataclasses.asdict(one) == dataclasses.asdict(BUNDLE)


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key"
    first = read_or_create_own_key(path)
    assert read_or_create_own_key(path).public_text == first.public_text
    assert path.stat().st_mode & 0o077 == 0
    assert read_peer_key(f" {first.public_text}\n").verifying == first.signing.verify_key


@pytest.mark.parametrize("text", ["", "zz", "00" * 31, "あ" * 64, "00" * 32])
def test_what_is_no_key_is_named(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DX_EXCHANGE_PEER_KEY"):
        read_peer_key(text)


def test_a_folder_shows_whole_files_only(tmp_path: Path) -> None:
    folder = BundleFolder(tmp_path / "out")
    assert folder.read(1) is None
    assert not folder.has_later_than(0)
    folder.write(1, b"one")
    folder.write(3, b"three")
    assert (folder.read(1), folder.read(2), folder.read(3)) == (b"one", None, b"three")
    assert folder.has_later_than(2)
    assert not list((tmp_path / "out").glob("*.part"))
    folder.forget_until(1)
    assert folder.read(1) is None
    assert folder.read(3) == b"three"
