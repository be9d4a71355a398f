"""What is measured: who asks for which page, and what a right answer looks like."""

import random
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation
from minato_dx.organization.backends import STAFF_BACKEND
from minato_dx.organization.models import Duty
from tests.benchmarks.web.ward import DIVISIONS, DX_STAFF, PEOPLE

DETAILS = 200


@dataclass(frozen=True, slots=True)
class Request:
    """One request as http.client sends it."""

    path: str
    method: str = "GET"
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: ``make`` returns the next request for it, ``status`` is the right answer's."""

    name: str
    make: Callable[[], Request]
    status: int = 200


class Visitor:
    """A signed-in person and the cookies of their session."""

    def __init__(self, staff_number: str, *, port: int) -> None:
        self.user = get_user_model().objects.get(staff_number=staff_number)
        client = Client(headers={"host": f"127.0.0.1:{port}", "x-forwarded-proto": "https"})
        client.force_login(self.user, backend=STAFF_BACKEND)
        self.client = client
        self.port = port

    @property
    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())
        return {"Cookie": cookies, "X-Forwarded-Proto": "https", "Origin": f"https://127.0.0.1:{self.port}"}

    def get(self, *paths: str) -> Callable[[], Request]:
        """Return a maker of requests that goes through ``paths`` again and again."""
        headers = self.headers
        rng = random.Random(1)
        return lambda: Request(rng.choice(paths), headers=headers)

    def submit(self, page: str) -> Callable[[], Request]:
        """Return a maker of submissions through the form that stands on ``page``, each with a token of its own."""
        html = self.client.get(page).content.decode()
        form = next(found for found in re.findall(r"<form\b.*?</form>", html, re.S) if 'name="body"' in found)
        action = re.search(r'action="([^"]+)"', form)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        headers = self.headers | {"Content-Type": "application/x-www-form-urlencoded"}

        def make() -> Request:
            typed = {"body": "申込書の打ち直しに毎月2日かかる。", "token": str(uuid.uuid4())}
            return Request(action[1] if action else page, "POST", urlencode(hidden | typed), headers)

        return make


def pages(*, port: int, only: Sequence[str] = ()) -> list[Page]:
    """Return the pages in the order in which they are shown, the floor first; ``only`` keeps those that begin so."""
    staff = Visitor(f"{PEOPLE - DX_STAFF + 1:07d}", port=port)
    asker = Visitor(f"{DIVISIONS + 200:07d}", port=port)
    triage, home = reverse("triage_list"), reverse("home")
    filtered = f"{triage}?view=all&state=assessing&unit=department-{_department_of(staff)}&period=year"
    known: dict[str, Callable[[], Callable[[], Request]]] = {
        "floor": lambda: staff.get(reverse("benchmark_floor")),
        "home": lambda: asker.get(home),
        "intake form": lambda: staff.get(reverse("consultation_enter")),
        "list (own)": lambda: staff.get(triage),
        "list (all)": lambda: staff.get(f"{triage}?view=all"),
        "list (late)": lambda: staff.get(f"{triage}?view=overdue"),
        "list (by last word)": lambda: staff.get(f"{triage}?view=all&sort=-word"),
        "list (filtered)": lambda: staff.get(filtered),
        "detail": lambda: staff.get(*_newest(staff)),
        "submission": lambda: asker.submit(home),
    }
    wanted = [name for name in known if not only or name == "floor" or name.startswith(tuple(only))]
    return [Page(name, known[name](), 302 if name == "submission" else 200) for name in wanted]


def _department_of(staff: Visitor) -> str:
    duties = Duty.objects.filter(user=staff.user, is_main=True).order_by("department__order")
    return duties.values_list("department__code", flat=True)[0]


def _newest(staff: Visitor) -> list[str]:
    cases = Consultation.objects.visible_to(staff.user).order_by("-id")[:DETAILS]
    return [reverse("consultation_detail", args=[case]) for case in cases]
