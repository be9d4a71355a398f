"""What a service refuses, in words for the person who asked."""


class ProposalError(Exception):
    """A refusal with a Japanese text that says what to do next; ``field`` names the input it means, where it is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message, self.field = message, field


class StateConflict(ProposalError):
    """The step does not fit the state the proposal is in by now, often because somebody was quicker."""


class ConflictUndeclared(ProposalError):
    """A confidential part opens only after the reader has said whether they have a conflict of interest."""
