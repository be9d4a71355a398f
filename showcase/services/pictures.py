"""Pictures of a story: made small, freed of what a camera writes into them, and named for those who do not see them."""

import datetime as dt
import io
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from minato_dx.attachments.services import attach, take_off
from minato_dx.attachments.validators import Upload, check_upload, clean_name
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from showcase.enums import STORY_KIND
from showcase.exceptions import ShowcaseError
from showcase.models import Story, StoryPicture
from showcase.services.colleagues import lock_draft
from showcase.services.writing import change

LONGEST_SIDE, QUALITY = 1600, 85
MOST_PIXELS = 40_000_000
MOST_PICTURES = 6
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


@transaction.atomic
def add_picture(*, story: Story, actor: User, upload: Upload, alt: str, now: dt.datetime) -> StoryPicture:
    """Keep a picture of a draft, at most 1,600 pixels long, without place, camera or anything else behind it.

    Raises ShowcaseError for what is no picture, too large, or has no words.
    """
    row = lock_draft(story, actor)
    if is_blank(alt):
        raise ShowcaseError("写っているものを書いてください。画面を見ない人に、その文が読み上げられます。", "alt")
    if row.pictures.count() >= MOST_PICTURES:
        raise ShowcaseError(f"写真は{MOST_PICTURES}枚までです。先に1枚外してください。", "picture")
    small = smaller(upload)
    [file] = attach(uploads=[small], kind=STORY_KIND, object_id=row.pk, user=actor)
    picture = StoryPicture.objects.create(story=row, file=file, alt=alt.strip())
    change(row, actor=actor, now=now)
    return picture


@transaction.atomic
def remove_picture(*, story: Story, actor: User, picture_id: int, now: dt.datetime) -> None:
    """Take a picture off a draft; one that is gone already is no fault."""
    row = lock_draft(story, actor)
    picture = row.pictures.select_related("file").filter(pk=picture_id).first()
    if picture is None:
        return
    key = picture.file.key
    picture.delete()
    take_off(keys=[key], kind=STORY_KIND, object_id=row.pk)
    change(row, actor=actor, now=now)


def smaller(upload: Upload, *, field: str = "picture") -> SimpleUploadedFile:
    """Return the picture drawn anew: upright, small, and nothing of the file it came in but its name.

    Raises ShowcaseError, about the input ``field``, for what is no picture or too large.
    """
    try:
        content_type = check_upload(upload, strict=True)
    except ValidationError as fault:
        raise ShowcaseError(fault.messages[0], field) from fault
    kind = FORMATS.get(content_type)
    if kind is None:
        raise ShowcaseError("写真（PNG、JPEG、WebP）を選んでください。", field)
    upload.seek(0)
    with Image.open(io.BytesIO(upload.read()), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ShowcaseError(
                f"この写真は画素数が多すぎます（{MOST_PIXELS // 10_000:,}万画素まで）。縮小して付けてください。",
                field,
            )
        drawn = _drawn_anew(picture)
    content = io.BytesIO()
    drawn.save(content, format=kind, quality=QUALITY)
    name = clean_name(upload.name or "")
    return SimpleUploadedFile(PurePath(name).name, content.getvalue(), content_type=content_type)


def _drawn_anew(picture: Image.Image) -> Image.Image:
    # A JPEG is read at half or a quarter of its size right away: a phone's picture does not fill the memory.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
    drawn = Image.new(mode, upright.size)
    drawn.paste(upright.convert(mode))
    return drawn
