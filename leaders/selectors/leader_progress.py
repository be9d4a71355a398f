"""How far a division's leader has come in the training: what the head may know of it, and no more."""

import datetime as dt
from dataclasses import dataclass

from leaders.selectors.training import Progress, progress_of, session_lines, trainings_of
from minato_dx.organization.models import User


@dataclass(frozen=True, slots=True)
class LeaderProgress:
    """Attendance and what is missing, and when the next session begins that has a seat; no word of the trainee's."""

    progress: Progress
    next_at: dt.datetime | None


def progress_of_leader(*, leader: User, now: dt.datetime) -> LeaderProgress | None:
    """Return how the person stands in their latest training, or None where there is none. Ten queries."""
    trainee = trainings_of(user=leader).first()
    if trainee is None:
        return None
    [progress] = progress_of(programme=trainee.programme, trainees=[trainee])
    coming = [
        line.own.run.event.starts_at
        for line in session_lines(trainee=trainee)
        if line.own is not None and line.own.run.event.starts_at > now
    ]
    return LeaderProgress(progress=progress, next_at=min(coming, default=None))
