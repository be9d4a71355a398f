"""What a service of the master data refuses, in words for the person who asked."""


class EditConflict(Exception):
    """Somebody changed the same record meanwhile; nothing was overwritten. ``message`` says who and when."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
