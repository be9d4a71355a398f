"""Pictures: small, free of what a camera writes into them, with words, and only for who sees the story."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from consultations.models import Consultation
from minato_dx.attachments.models import Attachment
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import StoryPicture
from showcase.services import agreeing, pictures
from showcase.services.pictures import LONGEST_SIDE, MOST_PICTURES
from tests.answers import closing
from tests.consultations.walk import NOW
from tests.core.hostile import HOSTILE, content_of
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.steps import a_picture, begun, published, with_picture, written

GPS = 0x8825


def test_it_is_made_small_and_freed_of_place_and_camera(ward: Ward, case: Consultation) -> None:
    exif = Image.Exif()
    exif[0x0110] = "ある会社のカメラ"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(GPS)[2] = (35.0, 39.0, 29.0)
    upload = a_picture(size=(3000, 2000), exif=exif)
    assert Image.open(upload).getexif().get_ifd(GPS)
    picture = with_picture(begun(ward, case), ward, upload=upload)
    with picture.file.blob.open() as kept, Image.open(kept) as drawn:
        assert max(drawn.size) == LONGEST_SIDE
        assert drawn.height > drawn.width, "upright"
        assert not drawn.getexif()
        assert not drawn.getexif().get_ifd(GPS)
        assert "exif" not in drawn.info


def test_many_pixels_are_refused_in_words(ward: Ward, case: Consultation) -> None:
    content = io.BytesIO()
    Image.new("L", (10_000, 5_000)).save(content, "PNG")
    upload = SimpleUploadedFile("大きい.png", content.getvalue())
    with pytest.raises(ShowcaseError, match="画素数"):
        with_picture(begun(ward, case), ward, upload=upload)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("what", list(HOSTILE))
def test_hostile_files_are_refused_in_words(ward: Ward, case: Consultation, what: str) -> None:
    name, content, _code = HOSTILE[what]
    story = begun(ward, case)
    answer = as_person(ward.requester).post(
        reverse("story_pictures", args=[story.pk]),
        {"picture": SimpleUploadedFile(name, content_of(content)), "alt": "写真"},
    )
    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_words_are_needed(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    answer = as_person(ward.requester).post(
        reverse("story_pictures", args=[story.pk]), {"picture": a_picture(), "alt": " "}
    )
    assert answer.status_code == 422
    assert "写っているものを書いてください" in answer.content.decode()
    with pytest.raises(ShowcaseError, match="写っているもの"):
        pictures.add_picture(story=story, actor=ward.requester, upload=a_picture(), alt=" ", now=NOW)


def test_put_on_and_taken_off_in_the_browser(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    browser = as_person(ward.requester)
    address = reverse("story_pictures", args=[story.pk])
    assert browser.post(address, {"picture": a_picture(), "alt": "課のページ"}).status_code == 302
    picture = StoryPicture.objects.get()
    assert 'alt="課のページ"' in browser.get(address).content.decode()
    assert 'alt="課のページ"' in browser.get(reverse("story_detail", args=[story.pk])).content.decode()
    remove = reverse("story_picture_remove", args=[story.pk, picture.pk])
    assert browser.get(remove).status_code == 405
    assert browser.post(remove).status_code == 302
    assert browser.post(remove).status_code == 302, "gone already"
    assert not Attachment.objects.exists()
    assert as_person(ward.outsider).post(remove).status_code == 404


def test_who_sees_the_story_sees_its_pictures(ward: Ward, case: Consultation) -> None:
    story = written(ward, case)
    picture = with_picture(story, ward)
    address = reverse("attachment_picture", args=[picture.file.key])

    def status(role: str) -> int:
        with closing(as_person(getattr(ward, role)).get(address)) as answer:
            return int(answer.status_code)

    assert (status("requester"), status("dx_other"), status("outsider")) == (200, 200, 404)
    story.refresh_from_db(fields=["version"])
    agreeing.ask_consent(story=story, actor=ward.requester, now=NOW)
    assert (status("head"), status("outsider")) == (200, 404)


def test_after_the_draft_nothing_is_put_on_and_not_too_many(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    for _ in range(MOST_PICTURES):
        with_picture(story, ward)
    with pytest.raises(ShowcaseError, match=f"{MOST_PICTURES}枚まで"):
        with_picture(story, ward)


def test_a_published_one_is_not_touched(ward: Ward, case: Consultation) -> None:
    story = published(ward, case)
    with pytest.raises(StateConflict):
        with_picture(story, ward)
    with pytest.raises(StateConflict):
        pictures.remove_picture(story=story, actor=ward.requester, picture_id=1, now=NOW)
    browser = as_person(ward.requester)
    remove = reverse("story_picture_remove", args=[story.pk, 1])
    assert browser.post(remove).url == reverse("story_detail", args=[story.pk])
