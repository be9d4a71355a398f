"""Where the two ends find their folders and keys, by setting."""

from pathlib import Path

from django.conf import settings

from minato_dx.core.bundles.folder import BundleFolder
from minato_dx.core.bundles.keys import OwnKey, PeerKey, read_or_create_own_key, read_peer_key

# Each direction is named after who writes it.
PUBLIC, INTRANET = "public", "intranet"
OTHER = {PUBLIC: INTRANET, INTRANET: PUBLIC}


def folders(end: str) -> tuple[BundleFolder, BundleFolder]:
    """Return what this end reads, and what it writes."""
    return BundleFolder(settings.EXCHANGE_DIR / OTHER[end]), BundleFolder(settings.EXCHANGE_DIR / end)


def own_key(end: str) -> OwnKey:
    """Return this end's key, and leave its public half where the other finds it on the same machine."""
    key = read_or_create_own_key(Path(settings.EXCHANGE_KEY_FILE))
    if not settings.EXCHANGE_PEER_KEY:
        _leave_public_half(_public_file(end), key.public_text)
    return key


def _leave_public_half(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="ascii") != text:
        path.write_text(text, encoding="ascii")


def peer_key(end: str) -> PeerKey:
    """Return the other end's public key.

    Raises PeerUnknown while there is none. In production it has to be said: whoever can write into the folder must not
    choose for whom we seal.
    """
    if settings.EXCHANGE_PEER_KEY:
        return read_peer_key(settings.EXCHANGE_PEER_KEY)
    if settings.PRODUCTION:
        raise PeerUnknown("DX_EXCHANGE_PEER_KEY is not set; it is what exchange_key prints on the other side.")
    path = _public_file(OTHER[end])
    if not path.exists():
        raise PeerUnknown(f"{path.name} is not there yet; the other side has not been started.")
    return read_peer_key(path.read_text(encoding="ascii"))


class PeerUnknown(Exception):
    """The other side has no key yet: nothing can be sealed for it."""


def _public_file(end: str) -> Path:
    return Path(settings.EXCHANGE_DIR) / f"{end}.key"
