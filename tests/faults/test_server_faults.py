"""The portal, when Redis is away and when PostgreSQL is killed."""

import threading
import time
from collections.abc import Callable

import pytest

from tests.faults.cluster import Cluster, RedisServer
from tests.faults.portal import BEAT, WORKER, Portal, rounds, send_many, wait_until
from tests.smtp_server import Mailbox

MakePortal = Callable[..., Portal]
PEOPLE = ["0004121", "0004130", "0004128", "0005201"]


@pytest.mark.parametrize("helped_by", ["its return", "the command"])
def test_without_redis_everything_is_accepted_and_all_mails_arrive(
    make_portal: MakePortal, mailbox: Mailbox, redis: RedisServer, helped_by: str
) -> None:
    count = rounds(20, 200)
    portal = make_portal(redis_url=redis.url, more={"FAULTS_TICK": "5"})
    with portal.web():
        redis.kill()
        shown = send_many(portal, PEOPLE, count)
        assert len(shown) == count
        assert all(shown), portal.said()
        assert mailbox.taken == []
    owed = portal.work("states")
    assert set(owed) == {"owed"}
    if helped_by == "the command":
        portal.run("relay_mail")
    else:
        with portal.running(WORKER, BEAT):
            redis.start()
            wait_until(lambda: len(set(mailbox.ids)) >= owed["owed"], 120, f"all mails arrive\n{portal.said()}")
    assert len(set(mailbox.ids)) == owed["owed"]
    assert portal.work("states") == {"sent": owed["owed"]}


def test_every_number_that_was_shown_exists_after_postgresql_was_killed(
    make_portal: MakePortal, cluster: Cluster
) -> None:
    count = rounds(40, 200)
    portal = make_portal()
    a_third_is_shown, is_back = threading.Event(), threading.Event()
    shown_at_kill: list[str] = []

    def look(shown: list[str]) -> None:
        if len(shown) == count // 3:
            shown_at_kill.extend(shown)
            a_third_is_shown.set()

    def kill_in_the_middle() -> None:
        assert a_third_is_shown.wait(timeout=120)
        cluster.kill()
        time.sleep(1)
        cluster.start()
        is_back.set()

    killer = threading.Thread(target=kill_in_the_middle)
    with portal.web():
        killer.start()
        # Whoever is refused waits until the database is back, however long that takes, so that most are sent.
        shown = send_many(portal, PEOPLE, count, after_each=look, after_failure=lambda: is_back.wait(60))
        killer.join(timeout=120)
    numbers = [number for number in shown if number]
    before, after = numbers[: count // 3], numbers[count // 3 :]
    assert shown_at_kill == before
    assert "" in shown, "nobody noticed that the database was killed"
    assert len(after) >= count // 3
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(portal.work("numbers"))
