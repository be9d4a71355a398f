"""Taking in what the door handed over, when the process that does it is killed again and again."""

import datetime as dt
import random
import signal
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from nacl.signing import SigningKey

from minato_dx.core.bundles.folder import BundleFolder
from minato_dx.core.bundles.keys import OwnKey, read_peer_key
from minato_dx.core.bundles.sealing import Bundle, BundleFile, BundleItem, seal
from tests.door.steps import ANSWERS
from tests.faults.portal import Portal, rounds

MakePortal = Callable[..., Portal]
A_BUNDLE = 8


def test_killed_again_and_again_nothing_is_lost_and_nothing_twice(make_portal: MakePortal) -> None:
    bundles, kills = rounds(10, 60), rounds(6, 40)
    portal = make_portal()
    field = portal.work("desk")
    _hand_over(portal, bundles=bundles, field=field)
    dice = random.Random(11)
    seen = 0
    for _ in range(kills):
        process = portal.manage("exchange_bundles")
        # Starting takes a second or two; the rest of the time it is in the middle of a bundle.
        time.sleep(dice.uniform(1.5, 3.5))
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        found = portal.work("taken_in")
        # Whole bundles or nothing of them, in their order.
        assert len(found["receipts"]) == found["taken"] * A_BUNDLE, portal.said()
        assert found["taken"] >= seen
        seen = found["taken"]
    portal.run("exchange_bundles")
    portal.run("exchange_bundles")

    found = portal.work("taken_in")
    count = bundles * A_BUNDLE
    assert found["receipts"] == [f"2026-{number:04d}" for number in range(1, count + 1)]
    assert found["serials"] == list(range(1, count + 1)), "no number is left out or given twice"
    assert (found["stuck"], found["contacts"], found["files"]) == (0, count, count)
    assert found["promises"] == 2 * count


def _hand_over(portal: Portal, *, bundles: int, field: int) -> None:
    """Lay bundles of submissions, as the door seals them, where the ward finds them."""
    # The ward's key is made by its first round, in which it has nobody to talk to.
    portal.run("exchange_bundles")
    folder = portal.folder / "exchange"
    own = OwnKey(SigningKey.generate())
    (folder / "public.key").write_text(own.public_text, encoding="ascii")
    ward = read_peer_key((folder / "intranet.key").read_text(encoding="ascii"))
    outbox = BundleFolder(Path(folder / "public"))
    for number in range(1, bundles + 1):
        first = (number - 1) * A_BUNDLE + 1
        items = [_item(at, field) for at in range(first, first + A_BUNDLE)]
        outbox.write(number, seal(Bundle("public", number, 0, items), own=own, peer=ward))


def _item(number: int, field: int) -> BundleItem:
    answers = {
        step: {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        for step, typed in ANSWERS.items()
    }
    answers["content"] |= {"title": [f"{number}番目の提案"], "work_fields": [str(field)]}
    payload = {
        "receipt": f"2026-{number:04d}",
        "mail": "taro@example.com",
        "at": dt.datetime.now(dt.UTC).isoformat(),
        "answers": answers,
    }
    file = BundleFile(f"{number}番目の資料".encode(), {"name": "資料.txt", "is_confidential": False})
    return BundleItem(str(uuid.uuid4()), "proposal", "submitted", payload, [file])
