"""A real mail server of our own on a free port of this machine, well or badly behaved."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[str, int], str]


@dataclass
class Mailbox:
    """What the server took, in the order in which it came, and how it answers.

    ``to_recipient(address, how often it was asked)`` and ``to_data(Message-ID, how often it came)`` return the answer;
    by default everything is taken. An answer that begins with ``drop`` closes the connection instead (``drop after``
    keeps the mail), ``hang`` never answers, and ``delay`` is how many seconds each mail takes.
    """

    to_recipient: Answer = lambda _address, _count: "250 OK"
    to_data: Answer = lambda _id, _count: "250 OK"
    delay: float = 0
    taken: list[EmailMessage] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def ids(self) -> list[str]:
        """Return the Message-IDs of what was taken."""
        return [str(mail["Message-ID"]) for mail in self.taken]

    async def handle_RCPT(  # noqa: N802  (the name that aiosmtpd calls)
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        with self._lock:
            self.asked[address] = self.asked.get(address, 0) + 1
        answer = self.to_recipient(address, self.asked[address])
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return _or_drop(server, answer)

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        await asyncio.sleep(self.delay)
        mail: Any = message_from_bytes(content, policy=policy.default)
        with self._lock:
            key = str(mail["Message-ID"])
            self.came[key] = self.came.get(key, 0) + 1
            answer = self.to_data(key, self.came[key])
            # A server that goes away before it says yes may well have taken the mail.
            if answer.startswith(("250", "drop after")):
                self.taken.append(mail)
        if answer == "hang":
            await asyncio.sleep(60)
        return _or_drop(server, answer)


def _or_drop(server: SMTP, answer: str) -> str:
    if answer.startswith("drop") and server.transport is not None:
        server.transport.abort()
        return "421 gone"
    return answer


@contextmanager
def mail_server(mailbox: Mailbox) -> Iterator[int]:
    """Serve ``mailbox`` and return the port."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=10)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port of this machine that nobody listened on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
