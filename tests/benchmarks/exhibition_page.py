"""Measure an exhibition's page at two sizes: ``python -m tests.benchmarks.exhibition_page``.

Prints the median time of the page with 6 booths and 20 reservations, with 60 and 2,000, and their ratio; on the
database of ``DATABASE_URL``, else on SQLite. A database of its own is made and dropped.
"""

import os
import statistics
import time

import django

SIZES = ((6, 20), (60, 2000))
ROUNDS, WARM_UP = 30, 3


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "minato_dx.settings.test"
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from tests.migrated import copy_instead_of_migrating

    setup_test_environment()
    copy_instead_of_migrating()
    databases = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    try:
        medians = [_measure(booths, seats) for booths, seats in SIZES]
        for (booths, seats), median in zip(SIZES, medians, strict=True):
            print(f"{booths:>3} booths, {seats:>5} reservations: {median * 1000:6.1f} ms (median of {ROUNDS})")
        print(f"ratio: {medians[1] / medians[0]:.2f}")
    finally:
        teardown_databases(databases, verbosity=0)


def _measure(booths: int, seats: int) -> float:
    """Return the median seconds of the page, asked for by a member of staff."""
    from django.urls import reverse

    from minato_dx.organization.models import User
    from tests.leaders.steps import as_person
    from tests.organization.factories import UserFactory, make_ward
    from tests.showcase.exhibitions.factories import make_exhibition
    from tests.showcase.exhibitions.filling import fill

    organizer = User.objects.filter(is_active=True).first() or make_ward().dx_main
    exhibition = make_exhibition(organizer, title=f"{booths}のブース")
    fill(exhibition, booths=booths, seats=seats)
    browser, address = as_person(UserFactory()), reverse("exhibition_detail", args=[exhibition.pk])
    times = []
    for nth in range(WARM_UP + ROUNDS):
        begin = time.perf_counter()
        answer = browser.get(address)
        times.append(time.perf_counter() - begin)
        if answer.status_code != 200:
            raise SystemExit(f"the page answered {answer.status_code} in round {nth}")
    return statistics.median(times[WARM_UP:])


if __name__ == "__main__":
    main()
