"""What can go wrong with sealed bytes."""


class TooLarge(Exception):
    """The source holds more than the bytes allowed; nothing was kept."""


class Damaged(Exception):
    """The sealed bytes do not open: changed, cut, moved, or the wrong key."""


class Unreachable(OSError):
    """The shelf did not answer, or not as it should; whether the bytes are there is not known."""
