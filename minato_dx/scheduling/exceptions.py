"""What scheduling refuses, each with what to do about it."""


class SchedulingError(Exception):
    """A step that cannot be taken; ``message`` is for the person, in Japanese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Taken(SchedulingError):
    """Somebody, or a room, has something else at that time, or somebody was quicker."""
