"""Asking clamd over its socket, as its manual has it (clamd(8), INSTREAM): the bytes go over, no path does."""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from minato_dx.attachments.enums import Verdict

COMMAND = b"zINSTREAM\x00"
LONGEST_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Answer:
    """What clamd found, in its own words."""

    verdict: Verdict
    words: str


def ask(*, address: str, chunks: Iterable[bytes], seconds: float) -> Answer:
    """Return what clamd at ``address`` (a path, or host:port) says of the bytes.

    Whatever is no clear answer (an error, a limit of its own, a silence of ``seconds``, a line that breaks) is UNKNOWN.
    """
    try:
        with _connect(address, seconds) as line:
            return _read(_conversation(line, chunks))
    except OSError as fault:
        return Answer(Verdict.UNKNOWN, f"{type(fault).__name__}: {fault}")


def _connect(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise OSError("the address of the scanner is neither a path nor host:port")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _conversation(line: socket.socket, chunks: Iterable[bytes]) -> bytes:
    try:
        line.sendall(COMMAND)
        for chunk in chunks:
            if chunk:
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It hangs up on what is too large for it; the reason may have come before.
        pass
    answer = b""
    while not answer.endswith(b"\x00") and len(answer) < LONGEST_ANSWER:
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer


def _read(answer: bytes) -> Answer:
    words = answer.rstrip(b"\x00\r\n").decode("utf-8", "replace").removeprefix("stream: ")
    if not answer.endswith(b"\x00"):
        return Answer(Verdict.UNKNOWN, f"答えが途中で切れました {words}".strip())
    if words == "OK":
        return Answer(Verdict.CLEAN, words)
    if words.endswith(" FOUND"):
        return Answer(Verdict.INFECTED, words.removesuffix(" FOUND"))
    return Answer(Verdict.UNKNOWN, words)
