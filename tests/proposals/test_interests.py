"""「うちの課でもできる」: one click, one more for a consultation, seen by the division and the DX section."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.exceptions import ConsultationError
from consultations.models import Consultation, Interest
from consultations.services import interests
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import PROPOSAL_KIND, State
from proposals.models import Proposal
from proposals.services import deciding
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.steps import advance, fresh, propose
from tests.test_url_access import ROLES

DIVISION = {"requester", "colleague", "head", "acting_head", "leader"}
DX = {"dx_main", "dx_deputy", "dx_other", "section_head"}


@pytest.fixture
def shared(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    return advance(propose(ward, how="秘密の方式", confidential={"how": "秘密の方式"}), State.SHARED)


def press(person: User, proposal: Proposal) -> Interest:
    response = as_person(person).post(reverse("wish", args=[PROPOSAL_KIND, proposal.pk]))
    assert response.status_code == 302
    return Interest.objects.standing().get(user=person)


def page(person: User, proposal: Proposal) -> str:
    response = as_person(person).get(reverse("shared_detail", args=[proposal.slug]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_one_click_and_the_desk_hears_of_it(ward: Ward, shared: Proposal) -> None:
    assert "btn-could" in page(ward.requester, shared)
    row = press(ward.requester, shared)
    assert (row.title, row.sentence) == (shared.title, "")
    assert "と伝えました" in page(ward.requester, shared)
    told = Notification.objects.filter(event=f"interest:{row.pk}")
    assert [message.recipient_id for message in told] == [shared.assignee_id]


def test_pressed_twice_it_is_one(ward: Ward, shared: Proposal) -> None:
    assert press(ward.requester, shared) == press(ward.requester, shared)
    assert Notification.objects.filter(kind="interest").count() == 1


def test_a_sentence_is_kept_and_one_too_long_explained(ward: Ward, shared: Proposal) -> None:
    row = press(ward.requester, shared)
    browser = as_person(ward.requester)
    browser.post(reverse("wish_say", args=[row.pk]), {"sentence": "窓口が3つあります"})
    assert "窓口が3つあります" in page(ward.colleague, shared)
    response = browser.post(reverse("wish_say", args=[row.pk]), {"sentence": "あ" * 401}, follow=True)
    assert "400" in response.content.decode()
    row.refresh_from_db()
    assert row.sentence == "窓口が3つあります"


def test_taken_back_and_undone(ward: Ward, shared: Proposal) -> None:
    row = press(ward.requester, shared)
    browser = as_person(ward.requester)
    browser.post(reverse("wish_withdraw", args=[row.pk]))
    assert "元に戻す" in page(ward.requester, shared)
    assert not Interest.objects.standing().exists()
    browser.post(reverse("wish_restore", args=[row.pk]))
    assert Interest.objects.standing().get() == row
    interests.withdraw(interest=row, user=ward.requester, now=NOW)
    again = press(ward.requester, shared)
    assert interests.restore(interest=row, user=ward.requester) == again


def test_one_more_click_makes_a_consultation_filled_in_and_linked(ward: Ward, shared: Proposal) -> None:
    row = press(ward.requester, shared)
    interests.say(interest=row, user=ward.requester, sentence="窓口が3つあります")
    browser = as_person(ward.requester)
    first = browser.post(reverse("wish_begin", args=[row.pk]))
    second = browser.post(reverse("wish_begin", args=[row.pk]))
    case = Consultation.objects.get()
    assert first.url == second.url == reverse("consultation_sent", args=[case])
    assert shared.title in case.messages.get().body
    assert "窓口が3つあります" in case.messages.get().body
    assert case.field == shared.fields.first()
    assert "秘密の方式" not in case.messages.get().body
    text = browser.get(reverse("consultation_detail", args=[case])).content.decode()
    assert "この相談の始まり" in text
    assert reverse("shared_detail", args=[shared.slug]) in text
    with pytest.raises(ConsultationError, match="取り消せません"):
        interests.withdraw(interest=row, user=ward.requester, now=NOW)


def test_a_wish_that_was_taken_back_begins_nothing(ward: Ward, shared: Proposal) -> None:
    row = press(ward.requester, shared)
    interests.withdraw(interest=row, user=ward.requester, now=NOW)
    with pytest.raises(ConsultationError, match="もう一度"):
        interests.begin_consultation(interest=row, user=ward.requester, now=NOW)
    assert not Consultation.objects.exists()


def test_nobody_acts_on_anothers_wish(ward: Ward, shared: Proposal) -> None:
    row = press(ward.requester, shared)
    for role in ROLES:
        if role == "requester":
            continue
        for name in ("wish_say", "wish_withdraw", "wish_restore", "wish_begin"):
            assert as_person(getattr(ward, role)).post(reverse(name, args=[row.pk])).status_code == 404, (role, name)
    with pytest.raises(PermissionDenied):
        interests.withdraw(interest=row, user=ward.section_head, now=NOW)


def test_seen_by_the_division_and_the_dx_section(ward: Ward, shared: Proposal) -> None:
    press(ward.requester, shared)
    for role in ROLES:
        person = getattr(ward, role)
        text = as_person(person).get(reverse("wish_list")).content.decode()
        assert (shared.title in text) == (role in DIVISION | DX), role
        file = as_person(person).get(reverse("wish_export", args=["csv"]))
        assert (shared.title in file.getvalue().decode("utf-8-sig")) == (role in DIVISION | DX), role
        assert (ward.requester.name in page(person, shared)) == (role in DIVISION - {"requester"} | {"requester"}), role
        assert ("1課" in page(person, shared)) == (role in DX), role


def test_what_is_not_shared_cannot_be_wished_for(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    assert as_person(ward.requester).post(reverse("wish", args=[PROPOSAL_KIND, proposal.pk])).status_code == 404
    assert as_person(ward.requester).post(reverse("wish", args=["nothing", 1])).status_code == 404
    assert not Interest.objects.exists()


def test_what_is_over_is_marked_and_offers_nothing(ward: Ward, shared: Proposal) -> None:
    press(ward.colleague, shared)
    deciding.withdraw(proposal=shared, actor=shared.assignee, reason="", now=NOW)
    text = page(ward.requester, fresh(shared))
    assert "いまは紹介していません" in text
    assert "btn-could" not in text
    response = as_person(ward.requester).post(reverse("wish", args=[PROPOSAL_KIND, shared.pk]), follow=True)
    assert "いまは押せません" in response.content.decode()
    # Who had wished for it sees it still, with a link.
    assert (
        reverse("shared_detail", args=[shared.slug])
        in as_person(ward.colleague).get(reverse("wish_list")).content.decode()
    )


def test_a_list_of_one_and_of_three_asks_the_same_number_of_questions(ward: Ward, shared: Proposal) -> None:
    counts = []
    for people in ([ward.requester], [ward.colleague, ward.head]):
        for person in people:
            press(person, shared)
        browser = as_person(ward.section_head)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("wish_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=申込書", True), ("q=ﾓｳｼｺﾐ", False), ("begun=no", True), ("begun=yes", False), (f"kind={PROPOSAL_KIND}", True)],
)
def test_narrowed_down(ward: Ward, shared: Proposal, query: str, found: bool) -> None:
    press(ward.requester, shared)
    response = as_person(ward.requester).get(f"{reverse('wish_list')}?{query}")
    assert [row.title for row, _url in response.context["lines"]] == [shared.title] * found
    assert ("条件に合うものは0件です" in response.content.decode()) != found


def test_narrowed_down_to_one_thing_or_division_of_those_one_may_see(
    ward: Ward, shared: Proposal, fields: list[FieldOfWork]
) -> None:
    other = advance(propose(ward, title="契約書の点検"), State.SHARED)
    press(ward.requester, shared)
    press(ward.outsider, other)
    division = Interest.objects.get(user=ward.outsider).division_id

    def found(role: str, **query: object) -> set[str]:
        response = as_person(getattr(ward, role)).get(reverse("wish_list"), query)
        assert response.status_code == 200, query
        return {row.title for row, _url in response.context["lines"]}

    assert found("dx_main", thing=f"{PROPOSAL_KIND}-{shared.pk}") == {shared.title}
    assert found("dx_main", division=division) == {other.title}
    assert found("dx_main", thing=f"{PROPOSAL_KIND}-{shared.pk}", division=division) == set()
    # Another division's wish is no choice, and is not told by the answer.
    browser = as_person(ward.requester)
    text = browser.get(reverse("wish_list")).content.decode()
    assert other.title not in text
    assert browser.get(reverse("wish_list"), {"division": division}).status_code == 422
    assert browser.get(reverse("wish_list"), {"thing": "proposal-x"}).status_code == 422
    assert f"?thing={PROPOSAL_KIND}-{shared.pk}" in page(ward.dx_main, shared)
