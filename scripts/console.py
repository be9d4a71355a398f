"""What the Makefile's helpers say: steps with their time, and refusals that name the remedy."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step, and say how long it took once it is done."""
    start = time.monotonic()
    print(f"==> {what} ...", flush=True)
    yield
    print(f"    done in {time.monotonic() - start:.1f} s", flush=True)


def counted(done: int, total: int, what: str) -> None:
    """Show progress within a step, on a terminal only: a log file needs no hundred lines."""
    if sys.stdout.isatty():
        print(f"\r    {done} of {total} {what}", end="\n" if done == total else "", flush=True)


def refuse(message: str) -> NoReturn:
    """End with exit status 1 and a message that names what to do."""
    print(f"\n{message}", file=sys.stderr, flush=True)
    raise SystemExit(1)
