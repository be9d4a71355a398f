"""Keys that stand in addresses and mails: 128 random bits each, of which the door keeps the hash."""

import hashlib
import secrets

BYTES = 16


def new_key() -> str:
    """Return a key of 22 characters that can stand in an address."""
    return secrets.token_urlsafe(BYTES)


def hash_of(key: str) -> str:
    """Return what is kept of a key. It is random, so that a plain hash tells nothing of it."""
    return hashlib.sha256(key.encode("utf-8")).hexdigest()
