"""Files in quarantine: scanned over a real socket, made harmless by a real command, and never open before."""

import datetime as dt
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from minato_dx.attachments.enums import FileState, Verdict
from minato_dx.attachments.models import Attachment, Scan
from minato_dx.attachments.selectors import complaints_about_files
from minato_dx.attachments.services.scanning import SANITISER, SCANNER, scan_waiting, wait
from minato_dx.attachments.signals import file_refused
from tests.attachments.conftest import from_outside
from tests.attachments.scanner import Scanner, on_port
from tests.core.hostile import EICAR

UPPER = "import sys; open(sys.argv[2], 'wb').write(open(sys.argv[1], 'rb').read().replace(b'a', b'A'))"


def later(minutes: int) -> Any:
    return time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False)


def command(script: str) -> str:
    return f"{sys.executable} -I -c '{script.replace(chr(39), chr(34))}' {{source}} {{target}}"


def fresh(row: Attachment) -> Attachment:
    return Attachment.objects.get(pk=row.pk)


@pytest.fixture
def heard() -> Iterator[list[Attachment]]:
    found: list[Attachment] = []

    def hear(attachment: Attachment, **_kwargs: object) -> None:
        found.append(attachment)

    file_refused.connect(hear)
    yield found
    file_refused.disconnect(hear)


@pytest.mark.django_db
def test_what_the_scanner_knows_nothing_about_is_released(scanner: Scanner) -> None:
    content = b"a" * 200_000
    row = from_outside(content=content)
    assert scan_waiting() == 1
    assert scanner.received == [content]
    assert fresh(row).is_released
    scan = Scan.objects.get()
    assert (scan.verdict, scan.engine, scan.detail, scan.by) == (Verdict.CLEAN, SCANNER, "OK", None)
    assert scan_waiting() == 0


@pytest.mark.django_db
def test_the_test_file_of_the_scanners_is_refused_and_its_content_goes(
    scanner: Scanner, heard: list[Attachment], django_capture_on_commit_callbacks: Any
) -> None:
    row = from_outside("eicar.txt", EICAR)
    storage, name = row.blob.storage, row.blob.name
    with django_capture_on_commit_callbacks() as callbacks:
        assert scan_waiting() == 1
    # Nothing goes, and nobody hears of it, before it is committed.
    assert (storage.exists(name), heard) == (True, [])
    for callback in callbacks:
        callback()
    row = fresh(row)
    assert (row.state, row.blob.name, row.name) == (FileState.REFUSED, "", "eicar.txt")
    assert not storage.exists(name)
    assert heard == [row]
    assert Scan.objects.get().detail == "Eicar-Test-Signature"


@pytest.mark.django_db
def test_the_scanner_may_be_on_another_machine(settings: Any) -> None:
    scanner = on_port()
    settings.CLAMAV_SOCKET = scanner.address
    row = from_outside()
    scan_waiting()
    scanner.stop()
    assert fresh(row).is_released


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"INSTREAM: Can't allocate memory ERROR\x00", "ERROR"),
        (b"stream: O", "途中で切れました"),
        (b"", "途中で切れました"),
        (b"stream: OK FOUNDATION\x00", "FOUNDATION"),
        (b"\xff\xfe\x00", "\ufffd"),
    ],
)
def test_what_is_no_clear_answer_leaves_the_file_where_it_is(scanner: Scanner, answer: bytes, words: str) -> None:
    scanner.answer = answer
    row = from_outside()
    assert scan_waiting() == 1
    assert fresh(row).state == FileState.QUARANTINED
    scan = Scan.objects.get()
    assert scan.verdict == Verdict.UNKNOWN
    assert words in scan.detail


@pytest.mark.django_db
def test_a_file_larger_than_the_scanner_takes_stays(scanner: Scanner) -> None:
    scanner.most = 1000
    row = from_outside(content=b"a" * 3_000_000)
    scan_waiting()
    assert fresh(row).state == FileState.QUARANTINED
    assert Scan.objects.get().verdict == Verdict.UNKNOWN


@pytest.mark.django_db
def test_a_scanner_that_says_nothing_is_waited_for_so_long_and_no_longer(scanner: Scanner, settings: Any) -> None:
    settings.CLAMAV_SECONDS = 0.2
    scanner.is_mute = True
    row = from_outside()
    scan_waiting()
    assert fresh(row).state == FileState.QUARANTINED
    assert "timed out" in Scan.objects.get().detail


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1", "clamd"])
def test_a_scanner_that_is_not_there_is_tried_again_ever_later(settings: Any, address: str) -> None:
    settings.CLAMAV_SOCKET = address
    from_outside()
    assert [scan_waiting(), scan_waiting()] == [1, 0]
    with later(1):
        assert [scan_waiting(), scan_waiting()] == [1, 0]
    with later(2):
        assert scan_waiting() == 0
    with later(3):
        assert scan_waiting() == 1
    assert [wait(tries) for tries in (1, 2, 3, 6, 7, 500)] == [
        dt.timedelta(minutes=minutes) for minutes in (1, 2, 4, 32, 60, 60)
    ]


@pytest.mark.django_db
def test_one_file_in_trouble_does_not_hold_up_the_others(scanner: Scanner) -> None:
    lost, other = from_outside("a.txt"), from_outside("b.txt")
    lost.blob.storage.delete(lost.blob.name)
    assert scan_waiting() == 2
    assert fresh(lost).state == FileState.QUARANTINED
    assert fresh(other).is_released


@pytest.mark.django_db
def test_the_health_page_complains_after_an_hour(settings: Any) -> None:
    from_outside()
    with later(61):
        assert complaints_about_files() == []
        settings.CLAMAV_SOCKET = "/nowhere/clamd.sock"
        assert complaints_about_files() == ["1 files wait for the scanner"]
    assert complaints_about_files() == []


@pytest.mark.django_db
def test_nothing_is_done_where_nothing_is_set(django_assert_num_queries: Any) -> None:
    from_outside()
    with django_assert_num_queries(0):
        assert scan_waiting() == 0


# --- 無害化 ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_was_rebuilt_takes_the_place_of_what_came(
    scanner: Scanner, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.FILE_SANITISER = command(UPPER)
    row = from_outside(content=b"banana\n")
    storage, name, before = row.blob.storage, row.blob.name, row.sha256
    with django_capture_on_commit_callbacks(execute=True):
        scan_waiting()
    row = fresh(row)
    assert scanner.received == [b"bAnAnA\n"]
    with row.blob.open() as blob:
        assert blob.read() == b"bAnAnA\n"
    assert row.is_released
    assert row.blob.name != name
    assert not storage.exists(name)
    first, second = Scan.objects.all()
    assert (first.engine, second.engine) == (SANITISER, SCANNER)
    assert first.detail == f"SHA-256 {before} → {row.sha256}"


@pytest.mark.django_db
def test_without_a_scanner_what_was_rebuilt_waits_for_somebody(settings: Any) -> None:
    settings.FILE_SANITISER = command(UPPER)
    row = from_outside()
    assert [scan_waiting(), scan_waiting()] == [1, 0]
    assert fresh(row).state == FileState.QUARANTINED


@pytest.mark.django_db
def test_it_is_rebuilt_once_even_where_the_scanner_is_away(settings: Any) -> None:
    settings.FILE_SANITISER, settings.CLAMAV_SOCKET = command(UPPER), "/nowhere/clamd.sock"
    from_outside()
    scan_waiting()
    with later(5):
        scan_waiting()
    assert [scan.engine for scan in Scan.objects.all()] == [SANITISER, SCANNER, SCANNER]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("raise SystemExit(3)", "3 で終わりました"),
        ("pass", "何も作りませんでした"),
        ("import os, sys; os.symlink('/etc/hostname', sys.argv[2])", "何も作りませんでした"),
        ("import sys; open(sys.argv[2], 'wb').write(b'<html><script>')", "合っていません"),
        ("import sys; open(sys.argv[2], 'wb').truncate(21 * 1024 * 1024)", "大きすぎます"),
        ("import sys; open(sys.argv[2], 'wb').write(b'')", "中身が空です"),
        ("import time; time.sleep(60)", "1秒で終わりませんでした"),
        ("import subprocess; subprocess.run(['sleep', '60'])", "1秒で終わりませんでした"),
        ("import os; raise SystemExit(5 if os.environ.get('SECRET_KEY') else 4)", "4 で終わりました"),
    ],
)
def test_a_command_that_does_not_do_its_work_changes_nothing(
    scanner: Scanner, settings: Any, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not-for-the-command")
    settings.FILE_SANITISER, settings.FILE_SANITISER_SECONDS = command(script), 1 if "60" in script else 30
    row = from_outside()
    scan_waiting()
    found = fresh(row)
    assert (found.state, found.sha256, found.blob.name) == (FileState.QUARANTINED, row.sha256, row.blob.name)
    scan = Scan.objects.get()
    assert (scan.verdict, scan.engine) == (Verdict.UNKNOWN, SANITISER)
    assert words in scan.detail
    assert row.name not in scan.detail
    assert scanner.received == []


@pytest.mark.django_db
def test_a_command_that_is_not_there_is_said(settings: Any, tmp_path: Path) -> None:
    settings.FILE_SANITISER = f"{tmp_path}/nothing {{source}} {{target}}"
    row = from_outside()
    scan_waiting()
    assert fresh(row).state == FileState.QUARANTINED
    assert Scan.objects.get().verdict == Verdict.UNKNOWN


# --- Two workers -----------------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_scan_one_file_once(scanner: Scanner) -> None:
    row = from_outside()
    scanner.is_mute = True

    def work() -> int:
        try:
            return scan_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        first = pool.submit(work)
        assert scanner.asked.wait(timeout=30)
        # The first has the file, and waits for its answer: the second leaves it alone.
        assert scan_waiting() == 0
        scanner.let_go.set()
        assert first.result() == 1
    assert fresh(row).is_released
    assert (Scan.objects.count(), len(scanner.received)) == (1, 1)
