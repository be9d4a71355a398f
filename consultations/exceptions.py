"""What a service refuses, in words for the person who asked."""


class ConsultationError(Exception):
    """A refusal with a Japanese text that says what to do next; ``field`` names the input it means, where it is one."""

    field: str | None = None

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StateConflict(ConsultationError):
    """The step does not fit the state the consultation is in by now, often because somebody was quicker."""


class EditConflict(ConsultationError):
    """Somebody else saved the same sheet in the meantime; nothing was overwritten."""


class NoDivision(ConsultationError):
    """The person belongs to no division today, so nobody can be named to answer."""


class DoubleCount(ConsultationError):
    """The hours of this work are being counted by another consultation already."""

    field = "work_name"
