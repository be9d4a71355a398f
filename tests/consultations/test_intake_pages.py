"""Sending from home and for somebody who phoned: one sentence, one click, one consultation."""

import uuid
from typing import Any

import pytest
from django.test import Client

from consultations.enums import Channel, Urgency
from consultations.models import Consultation, Draft
from minato_dx.attachments.models import Attachment
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from tests.attachments.files import GOOD, upload
from tests.consultations import walk
from tests.organization.factories import MembershipFactory, UserFactory, Ward

SENTENCE = walk.SENTENCE
SENT = "/consultations/2026-0001/sent/"
ENTER = "/consultations/enter/"
PROGRAM = ("台帳.exe", b"MZ")


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(ward: Ward) -> Client:
    return _client(ward.requester)


def _token(client: Client, url: str = "/") -> str:
    return client.get(url).context["form"]["token"].value()


def _send(client: Client, body: str = SENTENCE, **fields: Any):
    return client.post("/", {"body": body, "token": str(uuid.uuid4())} | fields)


def _files(*names: str) -> list:
    known = GOOD | dict([PROGRAM])
    return [upload(name, known[name]) for name in names]


def _page(response) -> str:
    return " ".join(response.content.decode().split())


# --- One sentence ------------------------------------------------------------
def test_one_sentence_and_one_click_are_a_consultation(client: Client, ward: Ward) -> None:
    response = _send(client)
    assert (response.status_code, response.url) == (302, SENT)
    case = Consultation.objects.get()
    assert (case.title, case.body, case.requester, case.assignee) == (SENTENCE, SENTENCE, ward.requester, ward.dx_main)
    assert (case.meet_first, case.is_private, case.urgency, case.field) == (False, False, Urgency.NONE, None)


def test_the_thanks_say_number_person_day_and_what_comes_next(client: Client, ward: Ward) -> None:
    _send(client)
    page = _page(client.get(SENT))
    for text in ("令和8年度-0001", SENTENCE, "汐見 拓也", "11月26日(木)まで", "いま足せるもの", "紙や画面の写真を足す"):
        assert text in page
    assert 'href="/consultations/2026-0001/privacy/">この相談を非公開にする' in page


def test_only_the_requester_is_thanked(client: Client, ward: Ward) -> None:
    _send(client)
    assert _client(ward.colleague).get(SENT).status_code == 403
    assert _client(ward.outsider).get(SENT).status_code == 404


def test_meeting_first_is_sent_without_any_text(client: Client) -> None:
    assert _send(client, "", meet_first="1").url == SENT
    case = Consultation.objects.get()
    assert (case.title, case.body, case.meet_first) == ("まず会って話したい", "", True)


def test_meeting_first_keeps_what_was_typed(client: Client) -> None:
    _send(client, "えっと、窓口の", meet_first="1")
    case = Consultation.objects.get()
    assert (case.title, case.meet_first) == ("えっと、窓口の", True)


def test_everything_that_may_be_added_arrives(client: Client) -> None:
    field = FieldOfWork.objects.get(name="わからない")
    _send(
        client,
        field=field.pk,
        urgency="this_week",
        urgency_reason="12月の申込みの前に",
        wished_solution="スマホで申し込める",
        preferred_times="火曜の午後",
        privacy="private",
        files=_files("画面.png", "メモ🈂.txt"),
    )
    case = Consultation.objects.get()
    assert (case.field, case.urgency, case.urgency_reason) == (field, "this_week", "12月の申込みの前に")
    assert (case.wished_solution, case.preferred_times) == ("スマホで申し込める", "火曜の午後")
    assert (case.is_private, case.meet_first) == (True, True)
    message = case.messages.get()
    names = Attachment.objects.filter(kind="message", object_id=message.pk).values_list("name", flat=True)
    assert set(names) == {"画面.png", "メモ🈂.txt"}


@pytest.mark.parametrize("body", ["", " ", "　\n\t", "\u200b\u200d", "\r\n\r\n"])
def test_nothing_but_spaces_asks_for_a_sentence(client: Client, body: str) -> None:
    response = _send(client, body, preferred_times="火曜の午後")
    page = _page(response)
    assert response.status_code == 422
    assert page.count("困っていることを書いてください。「紙が多い」だけでもかまいません。") == 2
    assert 'href="#id_body"' in page
    assert 'aria-invalid="true"' in page
    assert "エラー：" in page
    assert 'value="火曜の午後"' in page
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "えっと…紙が　　多くて",
        "１２３件／月を、毎日😭打ち直し",
        "𠮷田さん（髙﨑さんの前任）の台帳①",
        "一行目\r\n\r\n二行目",
        '<script>alert(1)</script> & "引用"',
        "=1+1",
        "あ" * 20_000,
        "あ" * 19_998 + "\r\n" + "い",
    ],
)
def test_what_people_type_arrives_as_it_is(client: Client, body: str) -> None:
    assert _send(client, body).url == SENT
    assert Consultation.objects.get().body == body.replace("\r\n", "\n")
    assert client.get(SENT).status_code == 200


def test_too_long_a_text_says_by_how_much_and_stays(client: Client) -> None:
    body = "あ" * 20_013
    response = _send(client, body)
    assert response.status_code == 422
    assert "20,000文字までです。いま20,013文字で、13文字多くなっています。" in _page(response)
    assert body in response.content.decode()
    assert client.get("/").context["form"]["body"].value() == body


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("field", "99999", "分野を、一覧の中から選び直してください"),
        ("urgency", "at_once", "「急ぎですか」を、一覧の中から選び直してください"),
        ("privacy", "x", "見られる人を、一覧の中から選び直してください"),
        ("urgency_reason", "あ" * 201, "急ぐ理由は200文字までです。いま201文字あります。"),
        ("wished_solution", "あ" * 2001, "こうなるとよいと思うことは2000文字までです"),
        ("body", "a\x00b", "目に見えない制御文字"),
    ],
)
def test_every_fault_is_named_with_the_way_to_mend_it(client: Client, field: str, value: str, error: str) -> None:
    response = _send(client, **{field: value})
    assert response.status_code == 422
    assert error in _page(response)
    if field != "body":
        assert "<details open>" in _page(response)
        assert SENTENCE in _page(response)


# --- Once ------------------------------------------------------------
def test_a_double_click_makes_one_consultation_and_the_same_page(client: Client) -> None:
    token = _token(client)
    answers = [_send(client, token=token) for _ in range(2)]
    assert [answer.url for answer in answers] == [SENT, SENT]
    assert Consultation.objects.count() == 1


def test_every_form_has_a_mark_of_its_own(client: Client) -> None:
    assert _token(client) != _token(client)
    assert [_send(client).url for _ in range(2)] == [SENT, "/consultations/2026-0002/sent/"]


def test_another_text_in_a_form_that_was_sent_is_another_consultation(client: Client) -> None:
    token = _token(client)
    _send(client, "一つ目", token=token)
    _send(client, "二つ目", token=token)
    assert set(Consultation.objects.values_list("title", flat=True)) == {"一つ目", "二つ目"}


def test_somebody_elses_mark_gives_nothing_away(client: Client, ward: Ward) -> None:
    token = _token(client)
    _send(client, token=token)
    assert _send(_client(ward.colleague), token=token).url == "/consultations/2026-0002/sent/"


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1"])
def test_a_broken_mark_stops_nobody(client: Client, token: str) -> None:
    assert _send(client, token=token).url == SENT


def test_sending_is_protected_against_forged_requests(ward: Ward) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ward.requester)
    assert _send(client).status_code == 403


# --- Files ------------------------------------------------------------
def test_good_files_outlive_an_error_and_are_sent_with_the_rest(client: Client) -> None:
    response = _send(client, "", files=_files("案内.pdf", "台帳.exe"))
    page = _page(response)
    assert response.status_code == 422
    assert "「台帳.exe」は付けられません" in page
    assert "付けたファイル1件も残っています" in page
    assert [file.name for file in response.context["files"]] == ["案内.pdf"]
    assert "案内.pdf" in _page(client.get("/"))
    _send(client, files=_files("画面.png"))
    message = Consultation.objects.get().messages.get()
    files = Attachment.objects.filter(kind="message", object_id=message.pk)
    assert [file.name for file in files] == ["案内.pdf", "画面.png"]
    assert not Draft.objects.exists()


def test_a_file_is_taken_off_and_what_was_typed_stays(client: Client) -> None:
    _send(client, "", files=_files("案内.pdf", "画面.png"))
    key = Attachment.objects.get(name="案内.pdf").key
    response = _send(client, "途中の文", remove_file=str(key))
    assert response.url == "/#div_id_files"
    page = client.get("/")
    assert [file.name for file in page.context["files"]] == ["画面.png"]
    assert page.context["form"]["body"].value() == "途中の文"
    assert not Consultation.objects.exists()


def test_files_chosen_in_the_same_moment_are_kept(client: Client) -> None:
    _send(client, "", files=_files("案内.pdf"))
    _send(client, "", files=_files("画面.png"), remove_file=str(Attachment.objects.get().key))
    assert [file.name for file in client.get("/").context["files"]] == ["画面.png"]


def test_nobody_takes_off_the_files_of_others(client: Client, ward: Ward) -> None:
    _send(client, "", files=_files("案内.pdf"))
    key = str(Attachment.objects.get().key)
    _send(_client(ward.colleague), remove_file=key)
    assert Attachment.objects.exists()
    assert _send(client, remove_file="x").status_code == 404


def test_five_files_fit_those_kept_before_included(client: Client) -> None:
    _send(client, "", files=_files("案内.pdf", "画面.png", "メモ🈂.txt"))
    response = _send(client, files=_files("窓口.jpg", "動き.gif", "写真.webp"))
    assert response.status_code == 422
    assert "付けられるのは5つまでです。「写真.webp」は、送ったあとに返信で付けてください。" in _page(response)
    assert len(response.context["files"]) == 5
    assert _send(client).url == SENT
    assert Attachment.objects.filter(kind="message").count() == 5


@pytest.mark.parametrize(("name", "content"), [PROGRAM, ("台帳.xlsx", GOOD["案内.pdf"]), ("空.txt", b"")])
def test_a_bad_file_stops_the_sending_and_loses_nothing(client: Client, name: str, content: bytes) -> None:
    response = _send(client, files=[upload(name, content)])
    assert response.status_code == 422
    assert f"「{name}」" in _page(response)
    assert 'href="#id_files"' in _page(response)
    assert SENTENCE in _page(response)
    assert not Attachment.objects.exists()


# --- Whose ------------------------------------------------------------
def test_one_of_two_divisions_is_chosen(client: Client, ward: Ward) -> None:
    MembershipFactory(user=ward.requester, division=ward.elderly, is_main=False)
    _send(client, division=ward.elderly.pk)
    case = Consultation.objects.get()
    assert (case.division_name, case.assignee) == ("高齢者支援課", ward.dx_other)


def test_the_main_division_is_meant_where_none_is_chosen(client: Client, ward: Ward) -> None:
    MembershipFactory(user=ward.requester, division=ward.elderly, is_main=False)
    _send(client)
    assert Consultation.objects.get().division_name == "保育課"


def test_a_division_of_others_is_no_choice(client: Client, ward: Ward) -> None:
    MembershipFactory(user=ward.requester, division=ward.elderly, is_main=False)
    assert _send(client, division=ward.finance.pk).status_code == 422
    assert not Consultation.objects.exists()


def test_someone_with_a_further_post_only_asks_for_it(ward: Ward) -> None:
    person = UserFactory()
    MembershipFactory(user=person, division=ward.elderly, is_main=False)
    _send(_client(person))
    assert Consultation.objects.get().division_name == "高齢者支援課"


def test_someone_without_a_division_keeps_what_was_typed(ward: Ward) -> None:
    client = _client(ward.administrator)
    response = _send(client)
    assert response.status_code == 422
    assert "所属の課が登録されていません" in _page(response)
    assert Draft.objects.get().data["body"] == SENTENCE


# --- For somebody who phoned ------------------------------------------------------------
@pytest.fixture
def desk(ward: Ward) -> Client:
    return _client(ward.dx_other)


def _enter(desk: Client, caller: User, **fields: Any):
    post = str(caller.memberships.order_by("pk")[0].pk)
    token = str(uuid.uuid4())
    return desk.post(ENTER, {"body": SENTENCE, "person": post, "channel": "phone", "token": token} | fields)


def _found(desk: Client, words: str) -> list[str]:
    return [label for _, label in desk.get(ENTER, {"q": words}).context["form"].fields["person"].choices]


@pytest.mark.parametrize("person", ["requester", "head", "leader", "cio", "administrator"])
def test_entering_is_for_dx_staff(ward: Ward, person: str) -> None:
    client = _client(getattr(ward, person))
    assert client.get(ENTER).status_code == 403
    assert client.post(ENTER, {"body": SENTENCE}).status_code == 403


@pytest.mark.parametrize(
    "words", ["真砂", "真砂陽菜", "真砂　陽菜", "陽菜", "0004121", "４１２１", "まさご", "マサゴ ハル"]
)
def test_a_person_is_found_by_name_reading_and_number(desk: Client, ward: Ward, words: str) -> None:
    User.objects.filter(pk=ward.requester.pk).update(kana="まさご　はるな")
    assert _found(desk, words) == ["真砂 陽菜（保育課）"]


@pytest.mark.parametrize("words", ["いない人", "%", "真砂 涼", "0" * 30])
def test_nobody_found_says_so(desk: Client, words: str) -> None:
    page = _page(desk.get(ENTER, {"q": words}))
    assert f"「{words}」に合う職員は、きょうの名簿にいません" in page


def test_people_of_one_name_are_told_apart(desk: Client, ward: Ward) -> None:
    twin = UserFactory(name="真砂 陽菜", staff_number="0009999", extension="4999")
    MembershipFactory(user=twin, division=ward.elderly, post="係長")
    MembershipFactory(user=twin, division=ward.finance, post="主査", is_main=False)
    assert _found(desk, "真砂") == ["真砂 陽菜（保育課）", "真砂 陽菜（高齢者支援課）", "真砂 陽菜（財政課）"]
    page = _page(desk.get(ENTER, {"q": "真砂"}))
    assert "係長 内線4999 職員番号 0009999" in page


def test_many_matches_ask_for_more_letters(desk: Client, ward: Ward) -> None:
    for _ in range(21):
        MembershipFactory(user=UserFactory(name="鈴木 某"), division=ward.elderly)
    response = desk.get(ENTER, {"q": "鈴木"})
    assert len(response.context["form"].fields["person"].choices) == 20
    assert "ほかにもいます" in _page(response)


def test_people_who_left_are_not_found(desk: Client, ward: Ward) -> None:
    User.objects.filter(pk=ward.requester.pk).update(left_on=walk.NOW.date())
    assert _found(desk, "真砂") == []


def test_a_call_becomes_the_callers_consultation(desk: Client, ward: Ward) -> None:
    response = _enter(desk, ward.requester, channel="visit", privacy="private")
    assert response.url == "/consultations/2026-0001/"
    case = Consultation.objects.get()
    assert (case.requester, case.entered_by, case.channel) == (ward.requester, ward.dx_other, Channel.VISIT)
    assert (case.division_name, case.assignee, case.is_private) == ("保育課", ward.dx_main, True)
    assert case.messages.get().author == ward.requester


def test_the_post_that_was_chosen_is_the_division_that_asks(desk: Client, ward: Ward) -> None:
    second = MembershipFactory(user=ward.requester, division=ward.elderly, is_main=False)
    _enter(desk, ward.colleague, person=str(second.pk))
    assert Consultation.objects.get().division_name == "高齢者支援課"


@pytest.mark.parametrize("person", ["", "999999", "x", "１"])
def test_without_a_person_nothing_is_received(desk: Client, ward: Ward, person: str) -> None:
    response = _enter(desk, ward.requester, person=person)
    assert response.status_code == 422
    assert SENTENCE in _page(response)
    assert not Consultation.objects.exists()
    if not person:
        assert "相談した人を選んでください。氏名の一部か職員番号でさがすと" in _page(response)


def test_the_caller_may_have_said_only_to_meet(desk: Client, ward: Ward) -> None:
    assert _enter(desk, ward.requester, body="", meet_first="1").status_code == 302
    assert Consultation.objects.get().meet_first


def test_searching_without_javascript_loses_nothing(desk: Client, ward: Ward) -> None:
    response = _enter(desk, ward.requester, q="浅葱", find="1", files=_files("案内.pdf"))
    assert response.url == "/consultations/enter/?q=%E6%B5%85%E8%91%B1#people"
    page = desk.get(response.url)
    assert page.context["form"]["body"].value() == SENTENCE
    assert [file.name for file in page.context["files"]] == ["案内.pdf"]
    # The one chosen before stays beside the new matches.
    labels = [label for _, label in page.context["form"].fields["person"].choices]
    assert labels == ["真砂 陽菜（保育課）", "浅葱 涼（保育課）"]
    assert not Consultation.objects.exists()


def test_htmx_gets_the_matches_alone(desk: Client) -> None:
    page = _page(desk.get(ENTER, {"q": "真砂"}, headers={"HX-Request": "true"}))
    assert "真砂 陽菜（保育課）" in page
    assert "<html" not in page


def test_a_call_entered_twice_is_one_consultation(desk: Client, ward: Ward) -> None:
    token = _token(desk, ENTER)
    answers = [_enter(desk, ward.requester, token=token).url for _ in range(2)]
    assert answers == ["/consultations/2026-0001/"] * 2
    _enter(desk, ward.colleague, token=token)
    assert Consultation.objects.count() == 2


@pytest.mark.parametrize("more", [0, 2])
def test_entering_takes_the_same_queries_for_one_and_for_three(
    desk: Client, ward: Ward, more: int, django_assert_num_queries
) -> None:
    for _ in range(more):
        MembershipFactory(user=UserFactory(name="真砂 某"), division=ward.elderly)
    desk.get(ENTER)
    with django_assert_num_queries(7):  # session, person, roles, draft, people, fields, counts
        desk.get(ENTER, {"q": "真砂"})


def test_thanks_take_few_queries(client: Client, django_assert_num_queries) -> None:
    _send(client)
    client.get(SENT)
    with django_assert_num_queries(7):  # session, person, roles, case, counts, planned hearing, published times
        client.get(SENT)
