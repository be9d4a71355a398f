"""What a pillar says of something from the door that it cannot take in."""


class Unacceptable(Exception):
    """The item cannot be taken in as it is; ``str()`` says why in Japanese, without any of its content."""
