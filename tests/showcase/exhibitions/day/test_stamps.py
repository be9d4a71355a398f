"""Stamps that visitors take themselves."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from showcase.enums import ExhibitionState, ExhibitorState
from showcase.models import CheckIn, Exhibition, Visitor
from showcase.services.exhibitions.stamping import stamp_token
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import DAY, make_booth, make_exhibition, make_exhibitor

SignIn = Callable[[User], Client]


def address(exhibitor: Any) -> str:
    return reverse("exhibition_stamp", args=[stamp_token(exhibitor=exhibitor)])


def test_reading_the_code_asks_and_one_tap_stamps_once(ward: Ward, exhibition: Exhibition, as_user: SignIn) -> None:
    booth = make_exhibitor(exhibition, booth=make_booth(exhibition))
    client = as_user(ward.requester)
    assert "スタンプを押す" in client.get(address(booth)).content.decode()
    assert not CheckIn.objects.exists()
    assert not Visitor.objects.exists()

    page = client.post(address(booth), follow=True)
    assert page.redirect_chain == [(reverse("exhibition_stamps", args=[exhibition.pk]), 302)]
    assert "スタンプを押しました" in page.content.decode()
    assert "もう押してあります" in client.post(address(booth), follow=True).content.decode()
    row = CheckIn.objects.get()
    assert (row.exhibitor, row.visitor.user, row.means, row.day) == (booth, ward.requester, "self", DAY)
    assert "スタンプを押す" not in client.get(address(booth)).content.decode()


def test_the_card_shows_ones_own_stamps_only(ward: Ward, exhibition: Exhibition, as_user: SignIn) -> None:
    booths = [make_exhibitor(exhibition, division=one) for one in (ward.nursery, ward.elderly)]
    as_user(ward.colleague).post(address(booths[1]))
    client = as_user(ward.requester)
    client.post(address(booths[0]))
    page = " ".join(client.get(reverse("exhibition_stamps", args=[exhibition.pk])).content.decode().split())
    assert '<b class="figure">1<small>／2か所' in page


def test_a_code_that_was_made_up_or_belongs_to_nobody_shown_is_not_there(
    ward: Ward, exhibition: Exhibition, as_user: SignIn
) -> None:
    booth = make_exhibitor(exhibition)
    declined = make_exhibitor(exhibition, division=ward.nursery, state=ExhibitorState.DECLINED)
    hidden = make_exhibitor(make_exhibition(ward.dx_main, state=ExhibitionState.PLANNED))
    made_up = [f"{booth.pk}.x", str(booth.pk), "x", stamp_token(exhibitor=booth)[:-1]]
    urls = [reverse("exhibition_stamp", args=[token]) for token in made_up] + [address(declined), address(hidden)]
    for url in urls:
        for user in (ward.requester, ward.dx_main):
            assert as_user(user).get(url).status_code == 404
            assert as_user(user).post(url).status_code == 404
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("day", [DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)])
def test_there_are_no_stamps_on_other_days(ward: Ward, exhibition: Exhibition, day: dt.date, as_user: SignIn) -> None:
    booth = make_exhibitor(exhibition)
    with time_machine.travel(jst(day, dt.time(11)), tick=False):
        assert as_user(ward.requester).post(address(booth)).status_code == 422
    assert not CheckIn.objects.exists()


def test_codes_are_printed_for_all_or_for_the_own_booth(ward: Ward, exhibition: Exhibition, as_user: SignIn) -> None:
    make_exhibitor(exhibition, division=ward.nursery, name="保育課の見せもの")
    make_exhibitor(exhibition, division=ward.elderly, name="高齢者支援課の見せもの")
    url = reverse("exhibition_stamp_codes", args=[exhibition.pk])
    assert as_user(ward.dx_main).get(url).content.decode().count("data-address=") == 2
    own = as_user(ward.requester).get(url).content.decode()
    assert "保育課の見せもの" in own
    assert "高齢者支援課の見せもの" not in own
    assert as_user(ward.cio).get(url).status_code == 403
