"""A stand-in for clamd: a real socket that speaks its protocol, and misbehaves when it is told to."""

import contextlib
import socket
import struct
import threading
from pathlib import Path

from tests.core.hostile import EICAR

OK, FOUND = b"stream: OK\x00", b"stream: Eicar-Test-Signature FOUND\x00"


class Scanner:
    """Answers each connection in a thread of its own; ``answer`` None looks for the test file, as clamd does.

    ``most`` is the size above which it hangs up, ``is_mute`` keeps it from answering before ``let_go`` is set.
    """

    def __init__(self, address: str | tuple[str, int]) -> None:
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.bind(address)
        self._listener.listen()
        self.answer: bytes | None = None
        self.most = 10**9
        self.is_mute = False
        self.let_go = threading.Event()
        self.asked = threading.Event()
        self.received: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        name = self._listener.getsockname()
        return name if isinstance(name, str) else f"{name[0]}:{name[1]}"

    def stop(self) -> None:
        self.let_go.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=10)

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        # Whoever asked may have gone.
        with line, contextlib.suppress(OSError):
            content = self._read(line)
            self.asked.set()
            if content is None:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\x00")
                return
            self.received.append(content)
            if self.is_mute:
                self.let_go.wait(timeout=30)
            line.sendall(self.answer if self.answer is not None else FOUND if EICAR in content else OK)

    def _read(self, line: socket.socket) -> bytes | None:
        """Return the whole stream, or None as soon as it is too long."""
        assert self._exactly(line, 10) == b"zINSTREAM\x00"
        content = b""
        while size := struct.unpack("!I", self._exactly(line, 4))[0]:
            content += self._exactly(line, size)
            if len(content) > self.most:
                return None
        return content

    @staticmethod
    def _exactly(line: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += line.recv(size - len(data))
        return data


def on_path(folder: Path) -> Scanner:
    return Scanner(str(folder / "clamd.sock"))


def on_port() -> Scanner:
    return Scanner(("127.0.0.1", 0))
