"""What is confidential is looked for by every role on every surface: before, during and after a grant."""

import datetime as dt
import io
import re
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from consultations.models import Consultation
from consultations.services import interests
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.reference.models import FieldOfWork
from proposals.enums import PROPOSAL_KIND, State
from proposals.models import Proposal
from proposals.services import granting
from proposals.views.catalogue import HIDDEN
from tests.answers import closing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.granted import FILE_NAME, FILE_WORDS, MARKS, asked, granted, shared_with_secrets
from tests.test_url_access import ROLES

# Typed in another width, it finds no more than as it stands.
SEARCHED = ("ヒミツ", "ﾋﾐﾂ")
SECRETS = (*MARKS.values(), FILE_NAME, FILE_WORDS, "ヒミツ")
AFTER = dt.datetime(2026, 12, 9, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def shared(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    return shared_with_secrets(ward)


def surfaces(proposal: Proposal) -> list[str]:
    """Return the addresses of everything that might show a proposal; who may not use one is answered without it."""
    slug = proposal.slug
    lists = [reverse(name) for name in ("shared_list", "proposal_list", "wish_list", "question_list", "grant_list")]
    files = [
        reverse(name, args=[kind])
        for name in ("shared_export", "proposal_export", "wish_export")
        for kind in ("csv", "xlsx")
    ]
    ones = [
        reverse(name, args=[slug])
        for name in (
            "shared_detail", "shared_ask", "shared_request", "shared_confidential", "proposal_detail",
            "proposal_confidential", "proposal_same", "proposal_matches",
        )
    ]  # fmt: skip
    searched = [
        f"{reverse(name)}?q={word}{more}"
        for name, more in (("shared_list", ""), ("proposal_list", "&tab=all"), ("wish_list", ""))
        for word in SEARCHED
    ]
    pages = [reverse("home"), reverse("inbox"), reverse("consultation_list"), reverse("calendar")]
    return [*lists, f"{lists[0]}?tab=over", *files, *ones, *searched, *pages]


def words_of(response: Any) -> str:
    """Return the text of an answer, the cells of a workbook included, without what was searched for."""
    with closing(response):
        content: bytes = response.getvalue()
    if content.startswith(b"PK"):
        sheets = load_workbook(io.BytesIO(content)).worksheets
        return str([cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row])
    text = content.decode("utf-8", errors="ignore")
    return re.sub(f"({'|'.join(SEARCHED)})", "", text) if response.wsgi_request.GET.get("q") in SEARCHED else text


def leaks(ward: Ward, proposal: Proposal) -> list[str]:
    found = []
    for role in ROLES:
        browser = as_person(getattr(ward, role))
        for url in surfaces(proposal):
            text = words_of(browser.get(url))
            found += [f"{role} {url}: {secret}" for secret in SECRETS if secret in text]
    return found


def open_as_all(ward: Ward, proposal: Proposal) -> dict[str, set[str]]:
    """Return who reads what by pressing the button."""
    url = reverse("shared_confidential", args=[proposal.slug])
    found = {}
    for role in ROLES:
        text = as_person(getattr(ward, role)).post(url, {"promised": "on"}).content.decode()
        found[role] = {secret for secret in SECRETS if secret in text}
    return {role: secrets for role, secrets in found.items() if secrets}


def messages() -> str:
    told = Notification.objects.values_list("title", "text")
    return "".join(part for parts in told for part in parts) + str(list(Delivery.objects.values()))


def test_the_surfaces_do_show_the_proposal(ward: Ward, shared: Proposal) -> None:
    """Without this the test below could look at nothing."""
    desk, staff = as_person(ward.section_head), as_person(ward.requester)
    for browser, name in ((staff, "shared_list"), (staff, "shared_export"), (desk, "proposal_export")):
        for kind in ("csv", "xlsx") if name.endswith("export") else ("",):
            url = reverse(name, args=[kind] if kind else [])
            assert shared.title in words_of(browser.get(f"{url}?tab={'all' if browser is desk else ''}")), (name, kind)
    assert HIDDEN in words_of(staff.get(reverse("shared_export", args=["xlsx"])))


def test_before_during_and_after_a_grant(ward: Ward, shared: Proposal) -> None:
    assert leaks(ward, shared) == []
    assert open_as_all(ward, shared) == {}
    granted(shared, ward.requester)
    asked(shared, ward.colleague)
    assert open_as_all(ward, shared) == {"requester": {*MARKS.values(), FILE_NAME, "ヒミツ"}}
    # A page that is only looked at opens nothing, for the reader to whom it is granted either.
    assert leaks(ward, shared) == []
    assert "ヒミツ" not in messages()
    with time_machine.travel(AFTER, tick=False):
        granting.end_old_grants()
        assert open_as_all(ward, shared) == {}
        assert leaks(ward, shared) == []


def test_the_search_tells_nothing_by_what_it_finds(ward: Ward, shared: Proposal) -> None:
    for role in ROLES:
        browser = as_person(getattr(ward, role))
        for word in ("ヒミツ", *MARKS.values()):
            for name in ("shared_list", "proposal_list"):
                text = browser.get(reverse(name), {"q": word, "tab": "all" if name == "proposal_list" else ""})
                assert shared.title not in text.content.decode(), (role, word)


def test_a_consultation_that_began_here_holds_nothing_of_it(ward: Ward, shared: Proposal) -> None:
    granted(shared, ward.requester)
    row = interests.wish(user=ward.requester, kind=PROPOSAL_KIND, object_id=shared.pk, now=NOW)
    case = interests.begin_consultation(interest=row, user=ward.requester, now=NOW)
    assert "ヒミツ" not in case.messages.get().body + Consultation.objects.get().title
    for role in ROLES:
        text = words_of(as_person(getattr(ward, role)).get(reverse("consultation_detail", args=[case])))
        assert "ヒミツ" not in text, role
    assert "ヒミツ" not in messages()
    assert shared.state == State.SHARED
