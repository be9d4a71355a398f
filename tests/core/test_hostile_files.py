"""Files from outside: what runs, hides or swells is refused with the way to mend it; honest ones pass."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from minato_dx.core.files.names import clean_name
from minato_dx.core.files.uploads import check_upload, check_uploads
from tests.core.hostile import EICAR, HONEST, HOSTILE, Content, content_of, old_workbook


def _upload(name: str, content: Content) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content_of(content))


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_in_words(what: str) -> None:
    name, content, code = HOSTILE[what]
    upload = _upload(name, content)
    with pytest.raises(ValidationError) as refusal:
        check_upload(upload, strict=True)
    assert refusal.value.code == code
    message = refusal.value.message
    assert message.startswith(f"「{clean_name(name)}」")
    assert message.endswith("ください。")
    assert not set(message) & {"\u202e", "\u200b", "\x00"}


@pytest.mark.parametrize("name", HONEST)
def test_honest_files_pass_and_stay_as_they_are(name: str) -> None:
    upload = _upload(name, HONEST[name])
    assert check_upload(upload, strict=True)
    assert upload.read() == content_of(HONEST[name])


def test_what_only_a_scanner_knows_is_a_text_like_any_other() -> None:
    assert check_upload(_upload("eicar.txt", EICAR), strict=True) == "text/plain"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("あ" * 85 + ".pdf", "あ" * 85 + ".pdf"),
        ("あ" * 251 + ".pdf", "あ" * 190 + ".pdf"),
        ("../../etc/資料.pdf", "資料.pdf"),
        ("C:\\Users\\a\\資料.pdf", "資料.pdf"),
        ("資\u202e料\u200b.pdf", "資料.pdf"),
        ("'; DROP TABLE x; --<b>.pdf", "'; DROP TABLE x; --<b>.pdf"),
    ],
)
def test_a_strange_name_is_a_text_and_no_reason_to_refuse(name: str, kept: str) -> None:
    upload = _upload("a.pdf", HONEST["見積_example.com.pdf"])
    # As it comes off the wire, before Django takes the path away.
    upload._name = name
    assert check_upload(upload, strict=True) == "application/pdf"
    assert clean_name(name) == kept


def test_staff_attach_their_own_macros() -> None:
    macros = HOSTILE["a document with macros, of 2003"]
    assert check_upload(_upload(macros[0], macros[1]))
    assert check_upload(_upload("台帳.xls", old_workbook(b"\x01")))
    assert check_upload(_upload("一覧.csv", b"a,b\n=cmd|' /C calc'!A0,1\n"))


def test_the_faults_of_all_files_are_told_at_once() -> None:
    names = ("a document with JavaScript", "a CSV with NUL")
    with pytest.raises(ValidationError) as refusal:
        check_uploads([_upload(*HOSTILE[what][:2]) for what in names], strict=True)
    assert len(refusal.value.messages) == 2
    assert "PDFとして印刷" in json.dumps(refusal.value.messages, ensure_ascii=False)
