"""What a service refuses, in words for the person who asked."""


class LeaderError(Exception):
    """A refusal with a Japanese text that says what to do next; ``field`` names the input it means, where it is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StateConflict(LeaderError):
    """The step does not fit the state by now, often because somebody was quicker."""


class StepUpRefused(LeaderError):
    """Who decides could not be confirmed once more."""
