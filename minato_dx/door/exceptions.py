"""What the door refuses, in words for the person outside."""


class DoorError(Exception):
    """A refusal with a Japanese text that says what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class TooMany(DoorError):
    """So often within the hour that it has to wait."""


class Gone(DoorError):
    """A key that opens nothing: wrong, expired or replaced, which is not told apart."""

    def __init__(self) -> None:
        super().__init__("このリンクでは開けません。")
