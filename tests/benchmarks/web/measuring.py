"""Clients that ask over kept-alive connections, and what their waiting comes to."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass, field

from tests.benchmarks.floor import STATEMENTS
from tests.benchmarks.web.pages import Page, Request

WARM_UP = 12
ROUND = 10


@dataclass(slots=True)
class Figures:
    """Waiting times in milliseconds, the statements of the dearest answer, and answers per second."""

    times: list[float] = field(default_factory=list)
    statements: int = 0
    per_second: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[max(0, round(len(self.times) * 0.95) - 1)]


class Asker:
    """One client with one connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, request: Request, status: int) -> tuple[float, int]:
        """Send, read to the end, and return milliseconds and statements; a wrong answer ends the run."""
        start = time.perf_counter()
        self.connection.request(request.method, request.path, request.body, request.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        elapsed = (time.perf_counter() - start) * 1000
        if answer.status != status:
            raise RuntimeError(
                f"{request.method} {request.path}: {answer.status}, not {status}\n{body[:2000].decode()}"
            )
        return elapsed, int(answer.headers[STATEMENTS])


def by_one_client(pages: list[Page], *, port: int, requests: int, seconds: float) -> dict[str, Figures]:
    """Measure every page in turns of a few requests, so that whatever else the machine does meets all alike."""
    asker = Asker(port)
    figures = {page.name: Figures() for page in pages}
    for page in pages:
        for _ in range(WARM_UP):
            asker.ask(page.make(), page.status)
    end = time.monotonic() + seconds * len(pages)
    for _ in range(-(-requests // ROUND)):
        for page in pages:
            _ask_some(asker, page, figures[page.name])
        if time.monotonic() > end:
            break
    return figures


def _ask_some(asker: Asker, page: Page, figures: Figures) -> None:
    start = time.monotonic()
    before = len(figures.times)
    for _ in range(ROUND):
        elapsed, statements = asker.ask(page.make(), page.status)
        figures.times.append(elapsed)
        figures.statements = max(figures.statements, statements)
    rate = ROUND / (time.monotonic() - start)
    figures.per_second = (figures.per_second * before + rate * ROUND) / (before + ROUND)


def by_many_clients(page: Page, *, port: int, clients: int, requests: int, seconds: float) -> Figures:
    """Measure one page by ``clients`` at once, each with its share of the requests."""
    figures = Figures()
    failures: list[Exception] = []
    lock = threading.Lock()
    end = time.monotonic() + seconds

    def work() -> None:
        asker = Asker(port)
        try:
            for _ in range(-(-requests // clients)):
                with lock:
                    request = page.make()
                elapsed, statements = asker.ask(request, page.status)
                with lock:
                    figures.times.append(elapsed)
                    figures.statements = max(figures.statements, statements)
                if time.monotonic() > end:
                    break
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    figures.per_second = len(figures.times) / (time.monotonic() - start)
    return figures
