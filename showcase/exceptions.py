"""What a service refuses, in words for the person who asked."""


class ShowcaseError(Exception):
    """A refusal with a Japanese text that says what to do next; ``field`` names the input it means, where it is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message, self.field = message, field


class StateConflict(ShowcaseError):
    """The step does not fit the state the story is in by now, or somebody else changed it meanwhile."""
