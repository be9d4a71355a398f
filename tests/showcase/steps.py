"""Walking a story to any state by the real services, the way people would."""

import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from consultations import services
from consultations.enums import Outcome
from consultations.models import Consultation
from minato_dx.organization.models import User
from showcase.enums import State
from showcase.models import Story
from showcase.services import agreeing, beginning, pictures, publishing, writing
from tests.consultations.walk import NOW, on_the_spot
from tests.organization.factories import Ward

WORDS = {
    "title": "延長保育の申込みを電子申請にした",
    "summary": "毎月の打ち直しがなくなった。",
    "before": "紙の申込みを毎月打ち直していた。",
    "done": "電子申請の型を作り、課のページに載せた。",
    "result": "空いた時間を保護者の相談に使っている。",
    "ingenuity": "",
    "constraints_met": "はじめの1か月は紙も受けた。",
    "evaluation": "1週間の記録",
    "tool": None,
    "field": None,
}


def closed_at_once(case: Consultation, by: User) -> Consultation:
    """Answer a consultation on the spot, and close it."""
    services.give_answer(consultation=case, actor=by, reply=on_the_spot(), now=NOW)
    services.close_consultation(
        consultation=case, actor=by, outcome=Outcome.ON_THE_SPOT, text="打ち直しがなくなりました。", now=NOW
    )
    return Consultation.objects.get(pk=case.pk)


def begun(ward: Ward, case: Consultation) -> Story:
    return beginning.begin_story(case=case, actor=ward.requester, now=NOW)


def written(ward: Ward, case: Consultation, **changes: Any) -> Story:
    story = begun(ward, case)
    words = WORDS | changes
    return writing.write_story(story=story, actor=ward.requester, words=words, version=story.version, now=NOW)


def asked(ward: Ward, case: Consultation) -> Story:
    """Asked by the requester, who thereby agrees; the head's answer is awaited."""
    return agreeing.ask_consent(story=written(ward, case), actor=ward.requester, now=NOW)


def agreed(ward: Ward, case: Consultation) -> Story:
    return agreeing.say_to_story(story=asked(ward, case), actor=ward.head, agrees=True, comment="", now=NOW)


def published(ward: Ward, case: Consultation) -> Story:
    return publishing.publish(story=agreed(ward, case), actor=ward.dx_main, now=NOW)


def unpublished(ward: Ward, case: Consultation) -> Story:
    story = published(ward, case)
    return publishing.unpublish(story=story, actor=ward.requester, reason="やり方が変わったため", now=NOW)


WALK: dict[State, Callable[[Ward, Consultation], Story]] = {
    State.DRAFT: written,
    State.ASKED: asked,
    State.REVIEW: agreed,
    State.PUBLISHED: published,
    State.UNPUBLISHED: unpublished,
}


def fresh(story: Story) -> Story:
    """Read the row again: a protected state cannot be refreshed."""
    return Story.objects.get(pk=story.pk)


def a_picture(
    name: str = "窓口.jpg", size: tuple[int, int] = (400, 300), exif: Image.Exif | None = None
) -> SimpleUploadedFile:
    content = io.BytesIO()
    kind = "JPEG" if name.endswith("jpg") else "PNG"
    Image.new("RGB", size, "#c3e6d1").save(content, kind, **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(name, content.getvalue())


def with_picture(story: Story, ward: Ward, **changes: Any) -> Any:
    upload = changes.pop("upload", None) or a_picture(**changes)
    return pictures.add_picture(story=story, actor=ward.requester, upload=upload, alt="待ち人数のページ", now=NOW)
