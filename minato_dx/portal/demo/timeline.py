"""Working days counted from the last finished one, so that the demo is as old as the day on which it is loaded."""

import datetime as dt

from minato_dx.core.calendar import add_working_days, is_working_day, jst, next_working_day


class Timeline:
    """Offsets in working days: 0 is the last working day before today, -1 the one before it, 1 today or the next."""

    def __init__(self, *, today: dt.date, closed: frozenset[dt.date], longest: int) -> None:
        self._closed = closed
        self._past = [self._working_day_before(today)]
        while len(self._past) <= longest:
            self._past.append(self._working_day_before(self._past[-1]))

    def _working_day_before(self, day: dt.date) -> dt.date:
        day -= dt.timedelta(days=1)
        while not is_working_day(day, self._closed):
            day -= dt.timedelta(days=1)
        return day

    def day(self, offset: int) -> dt.date:
        """Return the working day at ``offset``; raises IndexError further back than ``longest``."""
        if offset > 0:
            return add_working_days(self._past[0], offset, self._closed)
        return self._past[-offset]

    def moment(self, offset: int, clock: str) -> dt.datetime:
        """Return the moment ``clock`` (such as ``9:05``) on the working day at ``offset``."""
        hour, minute = clock.split(":")
        return jst(self.day(offset), dt.time(int(hour), int(minute)))

    def first_morning(self, day: dt.date, clock: dt.time) -> dt.datetime:
        """Return ``clock`` on the first working day from ``day`` on."""
        return jst(next_working_day(day, self._closed), clock)
