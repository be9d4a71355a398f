"""State × role × step, in full: in services and on pages alike."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Consultation
from consultations.services.privacy import set_privacy
from showcase.enums import State
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import Story
from showcase.services import agreeing, publishing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.addresses import STEPS
from tests.showcase.steps import WALK, fresh
from tests.test_url_access import DX, ROLES

# The requester wrote it last; the head was asked.
WRITERS = {"requester"} | DX
SEES = WRITERS | {"head"}
WHO: dict[str, set[str]] = {
    "ask": WRITERS, "rewrite": WRITERS, "publish": DX, "send_back": DX, "unpublish": SEES,
}  # fmt: skip
FROM: dict[str, set[State]] = {
    "ask": {State.DRAFT}, "rewrite": {State.ASKED, State.REVIEW, State.UNPUBLISHED}, "publish": {State.REVIEW},
    "send_back": {State.REVIEW}, "unpublish": {State.PUBLISHED},
}  # fmt: skip
CALL: dict[str, Any] = {
    "ask": agreeing.ask_consent, "rewrite": publishing.rewrite, "publish": publishing.publish,
    "send_back": lambda **call: publishing.send_back(reason="理由", **call),
    "unpublish": lambda **call: publishing.unpublish(reason="理由", **call),
}  # fmt: skip


def seen_by(story: Story, role: str) -> bool:
    asked = story.state != State.DRAFT
    return story.state == State.PUBLISHED or role in WRITERS or (role == "head" and asked)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(STEPS.values()))
def test_every_step_in_every_state_by_every_role(ward: Ward, case: Consultation, state: State, step: str) -> None:
    story = WALK[state](ward, case)
    allowed: list[str] = []
    for role in ROLES:
        person = getattr(ward, role)
        page = as_person(person).get(reverse(f"story_{step}", args=[story.pk]))
        if role in WHO[step] and seen_by(story, role):
            # Where the step does not fit, one is led back and told.
            assert page.status_code == (200 if state in FROM[step] else 302), role
            allowed.append(role)
            continue
        assert page.status_code == (403 if seen_by(story, role) else 404), role
        with pytest.raises((PermissionDenied, StateConflict)):
            CALL[step](story=story, actor=person, now=NOW)
        assert fresh(story).state == state
    actor = getattr(ward, "dx_main" if "dx_main" in allowed else allowed[0]) if allowed else ward.dx_main
    if state in FROM[step]:
        assert CALL[step](story=story, actor=actor, now=NOW).state != state
    else:
        with pytest.raises(StateConflict):
            CALL[step](story=story, actor=actor, now=NOW)


@pytest.mark.parametrize("state", list(State))
def test_who_sees_it_where(ward: Ward, case: Consultation, state: State) -> None:
    story = WALK[state](ward, case)
    for role in ROLES:
        browser = as_person(getattr(ward, role))
        assert browser.get(reverse("story_detail", args=[story.pk])).status_code == (
            200 if seen_by(story, role) else 404
        ), role
        lists = "".join(
            browser.get(reverse("story_list"), {"tab": tab}).content.decode() for tab in ("", "writing", "ended")
        )
        assert (story.title in lists) == seen_by(story, role), role
        exported = b"".join(browser.get(reverse("story_export", args=["csv"]), {"tab": ""}).streaming_content)
        assert (story.title in exported.decode("utf-8-sig")) == (state == State.PUBLISHED), role


def test_nobody_publishes_what_they_wrote_last(ward: Ward, case: Consultation) -> None:
    story = WALK[State.REVIEW](ward, case)
    Story.objects.filter(pk=story.pk).update(changed_by=ward.dx_main)
    with pytest.raises(PermissionDenied):
        publishing.publish(story=story, actor=ward.dx_main, now=NOW)
    assert publishing.publish(story=story, actor=ward.dx_deputy, now=NOW).published_at == NOW


@pytest.mark.parametrize("state", [State.DRAFT, State.ASKED, State.REVIEW])
def test_made_private_meanwhile_it_is_the_requesters_alone(ward: Ward, case: Consultation, state: State) -> None:
    story = WALK[state](ward, case)
    set_privacy(consultation=case, actor=ward.requester, private=True, now=NOW)
    for role in ROLES:
        person = getattr(ward, role)
        page = as_person(person).get(reverse("story_detail", args=[story.pk]))
        assert page.status_code == (200 if role == "requester" else 404), role
        tabs = [as_person(person).get(reverse("story_list"), {"tab": tab}) for tab in ("", "writing")]
        assert any(story.title in tab.content.decode() for tab in tabs) == (role == "requester"), role
        if role != "requester":
            with pytest.raises((PermissionDenied, StateConflict, ShowcaseError)):
                CALL["publish"](story=story, actor=person, now=NOW)
            with pytest.raises((PermissionDenied, StateConflict)):
                agreeing.say_to_story(story=story, actor=person, agrees=True, comment="", now=NOW)
    administrator = as_person(ward.administrator)
    assert story.title not in administrator.get(reverse("admin:showcase_story_changelist")).content.decode()
    if state == State.DRAFT:
        with pytest.raises(ShowcaseError, match="非公開の相談は"):
            agreeing.ask_consent(story=story, actor=ward.requester, now=NOW)


def test_what_was_published_before_stays_until_it_is_taken_down(ward: Ward, case: Consultation) -> None:
    story = WALK[State.PUBLISHED](ward, case)
    set_privacy(consultation=case, actor=ward.requester, private=True, now=NOW)
    assert as_person(ward.outsider).get(reverse("story_detail", args=[story.pk])).status_code == 200
    publishing.unpublish(story=story, actor=ward.dx_other, reason="非公開になったため", now=NOW)
    assert as_person(ward.dx_main).get(reverse("story_detail", args=[story.pk])).status_code == 404
