"""What may be attached: by its name and by what it really is, with words that say how to mend it."""

import pytest
from django.core.exceptions import ValidationError

from minato_dx.attachments.validators import check_upload, check_uploads, clean_name
from tests.attachments.files import GOOD, OLE, archive, image, upload

PROGRAM = b"MZ\x90\x00" + b"\x00" * 200


@pytest.mark.parametrize("name", GOOD)
def test_every_allowed_kind_is_taken_as_it_is(name: str) -> None:
    file = upload(name, GOOD[name])
    assert check_upload(file)
    assert file.read() == GOOD[name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("台帳.exe", PROGRAM),
        ("台帳.xlsx.exe", PROGRAM),
        ("台帳\u202exslx.exe", PROGRAM),
        ("手順.html", b"<html><script>alert(1)</script>"),
        ("図.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("まとめ.zip", archive("a.txt")),
        ("マクロ.xlsm", OLE),
        ("名前だけ", b"text"),
        ("pdf", b"%PDF-1.7"),
        (".htaccess", b"Deny from all"),
    ],
)
def test_other_kinds_are_refused_with_the_ones_that_go(name: str, content: bytes) -> None:
    with pytest.raises(
        ValidationError, match="付けられません。PDF、Excel、Word、PowerPoint、CSV、画像にして"
    ) as refusal:
        check_upload(upload(name, content))
    assert refusal.value.code == "extension"
    assert "\u202e" not in refusal.value.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("台帳.pdf", PROGRAM),
        ("台帳.txt", PROGRAM),
        ("台帳.csv", image("PNG")),
        ("写真.jpg", image("PNG")),
        ("写真.png", b"<html><script>alert(1)</script>"),
        ("台帳.xlsx", archive("a.txt")),
        ("台帳.xlsx", GOOD["起案.docx"]),
        ("起案.docx", GOOD["台帳.xlsx"]),
        ("台帳.xlsx", archive("xl/workbook.xml")),
        ("台帳.xlsx", b"PK\x03\x04 but no archive"),
        ("台帳.xls", GOOD["台帳.xlsx"]),
        ("メモ.txt", b"<html><script>alert(1)</script>"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError, match="と合っていません。元のソフトで保存し直して") as refusal:
        check_upload(upload(name, content))
    assert refusal.value.code == "content"


def test_empty_file_is_named() -> None:
    with pytest.raises(ValidationError, match="「台帳.xlsx」は中身が空です"):
        check_upload(upload("台帳.xlsx", b""))


def test_limit_is_inclusive_and_said_in_megabytes(settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 2 * 1024 * 1024
    rest = b"\n" * (2 * 1024 * 1024 - len(GOOD["案内.pdf"]))
    assert check_upload(upload("案内.pdf", GOOD["案内.pdf"] + rest)) == "application/pdf"
    with pytest.raises(ValidationError, match="「案内.pdf」は2MBを超えています"):
        check_upload(upload("案内.pdf", GOOD["案内.pdf"] + rest + b"\n"))


def test_all_faults_are_told_at_once(settings) -> None:
    settings.ATTACHMENT_MAX_COUNT = 3
    files = [upload("台帳.exe", PROGRAM), upload("空.txt", b""), upload("案内.pdf", GOOD["案内.pdf"])]
    with pytest.raises(ValidationError) as refusal:
        check_uploads(files, already=1)
    assert len(refusal.value.messages) == 3
    assert "一度に付けられるのは3つまでです" in refusal.value.messages[0]
    check_uploads(files[2:], already=2)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\sato\\台帳.xlsx", "台帳.xlsx"),
        ("台帳\u202egpj.xlsx", "台帳gpj.xlsx"),
        ("一\n二\x00三\t.csv", "一二三.csv"),
        ("𠮷野家と髙島屋①🈂.pdf", "𠮷野家と髙島屋①🈂.pdf"),
        ("　申請書　.docx", "　申請書　.docx"),
        ("\u200b\u200e", "ファイル"),
        ("/", "ファイル"),
        ("あ" * 300 + ".pdf", "あ" * 190 + ".pdf"),
        ("あ" * 300, "あ" * 200),
    ],
)
def test_names_are_kept_as_text_without_folders_and_tricks(name: str, kept: str) -> None:
    assert clean_name(name) == kept
