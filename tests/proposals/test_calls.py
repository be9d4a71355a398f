"""Cold calls: words that point to the door, handed on in two clicks, and what became of them."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import CallState, Source, State
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import ForwardedCall, Proposal
from proposals.services.calls import CallFacts, forward_call, note_invitation
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import MembershipFactory, Ward, make_ward
from tests.proposals.steps import NUMBER, advance
from tests.test_url_access import DX, ROLES

NAME = "架空システムズ"


def forward(ward: Ward, **changes: Any) -> ForwardedCall:
    values = {"company_name": NAME, "contact": "架空 二葉 03-0000-0000", "text": "順番待ちの案内"}
    sender, token = changes.pop("sender", ward.requester), changes.pop("token", uuid.uuid4())
    return forward_call(sender=sender, facts=CallFacts(**values | changes), token=token, now=NOW)


def text_of(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def told(words: str) -> set[int]:
    return set(Notification.objects.filter(title__contains=words).values_list("recipient", flat=True))


def test_the_words_point_to_the_door(ward: Ward, settings: Any) -> None:
    client = as_person(ward.requester)
    settings.DOOR_URL = "https://teian.example/"
    page = text_of(client, "cold_call")
    assert "提案の窓口：https://teian.example/" in page
    assert "10開庁日以内" in page
    assert "アドレスは、まだ登録" not in page
    settings.DOOR_URL = ""
    assert "アドレスは、まだ登録" in text_of(client, "cold_call")
    # Who belongs to no division reads the words and hands nothing on.
    assert "窓口に転送する" not in text_of(as_person(ward.cio), "cold_call")
    assert reverse("cold_call") in text_of(client, "shared_list")


def test_handed_on_with_the_name_alone(ward: Ward) -> None:
    client, address = as_person(ward.requester), reverse("call_forward")
    answer = client.post(address, {"company_name": " ", "text": "書いた話"})
    assert answer.status_code == 422
    assert "聞き取れた分だけ" in answer.content.decode()
    assert "書いた話" in answer.content.decode()
    data = {"company_name": NAME, "token": str(uuid.uuid4())}
    for _again in range(2):
        page = " ".join(client.post(address, data, follow=True).content.decode().split())
        assert f"「{NAME}」を窓口に転送しました" in page
    call = ForwardedCall.objects.get()
    assert (call.division, call.sent_by, call.state) == (ward.nursery, ward.requester, CallState.NEW)
    assert told("売り込みの転送です") == {ward.section_head.pk}
    assert "受け取りました" in page
    # The same form filled in anew is another call.
    client.post(address, data | {"company_name": "別の会社"})
    assert ForwardedCall.objects.count() == 2


def test_the_services_mind_as_well(ward: Ward) -> None:
    with pytest.raises(ProposalError, match="名称"):
        forward(ward, company_name="　")
    with pytest.raises(PermissionDenied):
        forward(ward, sender=ward.cio)
    call = forward(ward)
    assert forward(ward, token=call.token) == call
    with pytest.raises(PermissionDenied):
        note_invitation(call=call, actor=ward.requester, now=NOW)


def test_somebody_with_nothing_but_a_second_post(ward: Ward) -> None:
    MembershipFactory(user=ward.cio, division=ward.nursery, is_main=False)
    with pytest.raises(ProposalError, match="所属"):
        forward(ward, sender=type(ward.cio).objects.get(pk=ward.cio.pk))


def test_shown_the_way_and_the_sender_hears_of_it(ward: Ward) -> None:
    call, desk = forward(ward), as_person(ward.dx_other)
    assert NAME in text_of(desk, "call_list")
    assert "提案として記録する" in text_of(desk, "call_detail", call.pk)
    address = reverse("call_invite", args=[call.pk])
    assert "案内の文" in desk.get(address).content.decode()
    assert "案内したと記録しました" in desk.post(address, {"note": "メールで送りました"}, follow=True).content.decode()
    call.refresh_from_db()
    assert (call.state, call.handled_by, call.note) == (CallState.INVITED, ward.dx_other, "メールで送りました")
    assert told("窓口を案内しました") == {ward.requester.pk}
    for page in (text_of(as_person(ward.requester), name, *args) for name, args in
                 (("cold_call", []), ("call_detail", [call.pk]))):  # fmt: skip
        assert "メールで送りました" in page
    assert "もう対応しています" in desk.post(address, {"note": ""}, follow=True).content.decode()
    with pytest.raises(StateConflict, match="霞 由衣さんが11月24日"):
        note_invitation(call=call, actor=ward.dx_main, now=NOW)
    assert NAME not in text_of(desk, "call_list")
    assert NAME in text_of(desk, "call_list", tab="handled")


def test_recorded_as_a_proposal_and_joined(ward: Ward, fields: list[FieldOfWork]) -> None:
    call, desk = forward(ward), as_person(ward.dx_main)
    address = f"{reverse('proposal_record')}?call={call.pk}"
    form = desk.get(address).context["form"]
    assert (form["company_name"].value(), form["problem"].value()) == (NAME, "順番待ちの案内")
    assert form["source"].value() == Source.FORWARDED
    assert "課からの転送" not in [
        label for _value, label in desk.get(reverse("proposal_record")).context["form"].fields["source"].choices
    ]
    data = {
        "token": form["token"].value(), "source": "forwarded", "received_on": "2026-11-24", "received_time": "9:00",
        "number": NUMBER, "company_name": NAME, "title": "順番待ち", "problem": "待つ人を減らす",
        "work_fields": [fields[0].pk],
    }  # fmt: skip
    assert desk.post(address, data | {"title": ""}).status_code == 422
    assert ForwardedCall.objects.get().state == CallState.NEW
    for _again in range(2):
        answer = desk.post(address, data)
        proposal = Proposal.objects.get()
        assert answer.url == reverse("proposal_detail", args=[proposal.slug])
    call.refresh_from_db()
    assert (call.state, call.proposal, proposal.source) == (CallState.RECORDED, proposal, Source.FORWARDED)
    assert told("として受け付けました") == {ward.requester.pk}
    assert "もう対応しています" in desk.get(address, follow=True).content.decode()
    other = as_person(ward.section_head).post(address, data | {"title": "別", "token": str(uuid.uuid4())})
    assert other.status_code == 409
    # The sender has no link to what is not shared yet.
    link = reverse("shared_detail", args=[proposal.slug])
    sender = as_person(ward.requester)
    assert link not in text_of(sender, "call_detail", call.pk)
    advance(proposal, State.SHARED)
    assert link in text_of(sender, "call_detail", call.pk)
    assert reverse("proposal_detail", args=[proposal.slug]) not in text_of(sender, "call_detail", call.pk)


def test_one_s_own_and_the_desk_s(ward: Ward) -> None:
    call = forward(ward)
    for role in ROLES:
        client = as_person(getattr(ward, role))
        sees = role in DX | {"requester"}
        assert client.get(reverse("call_detail", args=[call.pk])).status_code == (200 if sees else 404), role
        expected = 200 if role in DX else 403 if role == "requester" else 404
        assert client.get(reverse("call_invite", args=[call.pk])).status_code == expected, role
        assert (NAME in client.get(reverse("cold_call")).content.decode()) == (role == "requester"), role
        assert (NAME in client.get(reverse("call_list")).content.decode()) == (role in DX), role


def test_the_list_costs_the_same_with_many(ward: Ward, django_assert_num_queries: Any) -> None:
    client, address = as_person(ward.dx_main), reverse("call_list")
    client.get(address)
    for count in (1, 3):
        while ForwardedCall.objects.count() < count:
            forward(ward, text="<script>alert(1)</script>")
        with django_assert_num_queries(7):
            answer = client.get(address)
        assert len(answer.context["page"].rows) == count
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_four_who_answer_at_once_are_one() -> None:
    ward = make_ward()
    call = forward(ward)
    start = Barrier(4)

    def answer(actor: User) -> bool:
        start.wait()
        try:
            note_invitation(call=call, actor=actor, now=NOW)
        except StateConflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(answer, [ward.dx_main, ward.dx_deputy, ward.dx_other, ward.section_head]))
    assert sorted(came) == [False, False, False, True]
    assert told("窓口を案内しました") == {ward.requester.pk}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_submission_sent_four_times_at_once_is_one_call() -> None:
    ward, token, start = make_ward(), uuid.uuid4(), Barrier(4)

    def send(_number: int) -> int:
        start.wait()
        try:
            return forward(ward, token=token).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1
    assert ForwardedCall.objects.count() == 1
