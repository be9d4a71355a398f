"""Mail, when relays are killed, several work at once, and the mail server misbehaves."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable

from tests.faults.portal import Client, Portal, rounds, wait_until
from tests.smtp_server import Mailbox

MakePortal = Callable[..., Portal]
LEASE = 3


def _unsettled(portal: Portal) -> int:
    states = portal.work("states")
    return int(states.get("owed", 0)) + int(states.get("sending", 0))


def _relay_until_all_is_settled(portal: Portal) -> None:
    for _ in range(20):
        portal.work("hurry")
        portal.run("relay_mail")
        if not _unsettled(portal):
            return
    raise AssertionError(f"still owed: {portal.work('states')}\n{portal.said()}")


def test_a_relay_that_is_killed_again_and_again_loses_nothing(make_portal: MakePortal, mailbox: Mailbox) -> None:
    count, kills = rounds(150, 1_000), rounds(3, 20)
    portal = make_portal(lease=LEASE)
    assert portal.work("owe", count=count) == count
    # Slow enough for every relay to be in the middle of its work when it is killed.
    mailbox.delay = 0.02
    dice = random.Random(7)
    struck = 0
    for _ in range(kills):
        mailbox.came.clear()
        relay = portal.manage("relay_mail", "--loop")
        wait_until(lambda: bool(mailbox.came), 60, f"a mail arrives\n{portal.said()}")
        time.sleep(dice.uniform(0.01, 0.3))
        relay.send_signal(signal.SIGKILL)
        relay.wait(timeout=10)
        struck += 1
        # What it held is free again when its lease is over.
        time.sleep(LEASE)
    mailbox.delay = 0
    _relay_until_all_is_settled(portal)

    ids = Counter(mailbox.ids)
    assert len(ids) == count
    assert sum(ids.values()) - count <= struck
    assert portal.work("states") == {"sent": count}


def test_four_relays_at_once_send_each_mail_once(make_portal: MakePortal, mailbox: Mailbox) -> None:
    count = rounds(150, 1_000)
    portal = make_portal()
    portal.work("owe", count=count)
    relays = [portal.manage("relay_mail") for _ in range(4)]
    assert [relay.wait(timeout=300) for relay in relays] == [0] * 4
    assert len(mailbox.taken) == count
    assert len(set(mailbox.ids)) == count


def test_a_server_that_drops_refuses_and_comes_back_costs_one_dead_row(
    make_portal: MakePortal, mailbox: Mailbox
) -> None:
    """Every fifth mail's first try is dropped before the 250, though it was taken; one address is refused for ever."""
    count = rounds(30, 300)
    portal = make_portal()
    portal.work("owe", count=count)
    refused = "s0002033@city.example"
    mailbox.to_recipient = lambda address, asked: "550 no such user" if address == refused and asked < 2 else "250 OK"
    seen: list[str] = []

    def sometimes(key: str, times: int) -> str:
        if times == 1:
            seen.append(key)
        return "drop after" if times == 1 and len(seen) % 5 == 0 else "250 OK"

    mailbox.to_data = sometimes
    _relay_until_all_is_settled(portal)

    assert portal.work("states") == {"sent": count - 1, "dead": 1}
    assert portal.work("reasons") == ["メールサーバーの返事：550 no such user"]
    assert len(set(mailbox.ids)) == count - 1


def test_while_a_server_hangs_pages_are_answered_and_nothing_is_lost(make_portal: MakePortal, mailbox: Mailbox) -> None:
    portal = make_portal(more={"FAULTS_SMTP_TIMEOUT": "3"})
    mailbox.to_data = lambda _key, _times: "hang"
    with portal.web():
        client = Client(portal)
        client.sign_in("0004121")
        shown = [client.send("はじめの困りごと")]
        with portal.running(("manage.py", "relay_mail")):
            wait_until(lambda: bool(mailbox.came), 60, f"the server is asked\n{portal.said()}")
            shown += [client.send(f"{number}番目の困りごと") for number in range(rounds(5, 50))]
            assert not mailbox.taken
    mailbox.to_data = lambda _key, _times: "250 OK"
    assert all(shown)
    assert len(set(shown)) == len(shown)
    owed = sum(portal.work("states").values())
    _relay_until_all_is_settled(portal)
    assert portal.work("states") == {"sent": owed}
    assert len(set(mailbox.ids)) == owed
