"""The keys of one side: one seed of 32 bytes, from which it signs and opens; the other side has its public half."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from nacl.encoding import HexEncoder
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey
from nacl.signing import SigningKey, VerifyKey


@dataclass(frozen=True, slots=True)
class OwnKey:
    """What this side signs with, and opens what was sealed for it."""

    signing: SigningKey

    @property
    def opening(self) -> PrivateKey:
        return self.signing.to_curve25519_private_key()

    @property
    def public_text(self) -> str:
        """The public half, 64 hexadecimal digits: what the other side has to be told."""
        return self.signing.verify_key.encode(HexEncoder).decode("ascii")


@dataclass(frozen=True, slots=True)
class PeerKey:
    """What the other side's signature is checked with, and what is sealed for it."""

    verifying: VerifyKey

    @property
    def sealing(self) -> PublicKey:
        return self.verifying.to_curve25519_public_key()


def read_or_create_own_key(path: Path) -> OwnKey:
    """Return the key kept at ``path``, creating it (readable by its owner only) where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return OwnKey(SigningKey(path.read_bytes(), encoder=HexEncoder))
    key = SigningKey.generate()
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.encode(HexEncoder))
    return OwnKey(key)


def read_peer_key(text: str) -> PeerKey:
    """Return the other side's key from its 64 hexadecimal digits. Raises ImproperlyConfigured for anything else."""
    try:
        key = PeerKey(VerifyKey(text.strip().encode("ascii"), encoder=HexEncoder))
        # Not every text of the right length is a point of the curve.
        key.sealing  # noqa: B018  (computed to see that it can be)
    except (ValueError, TypeError, UnicodeEncodeError, CryptoError) as error:
        raise ImproperlyConfigured(
            "DX_EXCHANGE_PEER_KEY must be the 64 digits that exchange_key prints on the other side."
        ) from error
    return key
