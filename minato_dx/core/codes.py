"""Codes that a reception reads from a screen or from paper, or that somebody types in."""

import secrets

# Without letters and digits that are taken for one another on paper.
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def new_code() -> str:
    """Return a code that nobody guesses (50 bits), to be read by a scanner or typed in at the reception."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
