"""Sign-in names that say nothing about anybody."""

import secrets

FIRST = (
    "amber", "autumn", "brave", "bright", "calm", "clear", "cloud", "copper", "coral", "early",
    "fern", "gentle", "golden", "green", "hazel", "lilac", "linen", "lucky", "maple", "meadow",
    "mellow", "misty", "modest", "moss", "olive", "pearl", "plain", "quiet", "river", "sandy",
    "silver", "slate", "snowy", "soft", "spring", "steady", "sunny", "tidy", "warm", "winter",
)  # fmt: skip
SECOND = (
    "acorn", "anchor", "apple", "badger", "basket", "beacon", "birch", "bottle", "breeze", "button",
    "candle", "canvas", "cedar", "cherry", "clover", "cotton", "daisy", "feather", "finch",
    "garden", "harbour", "heron", "island", "kettle", "ladder", "lantern", "lemon", "marble",
    "orchard", "otter", "pebble", "pencil", "plum", "ribbon", "robin", "saddle", "teapot",
    "thimble", "willow",
)  # fmt: skip


def suggest_name() -> str:
    """Two words and three digits, for example quiet-lantern-482; drawn afresh at every call."""
    digits = secrets.randbelow(900) + 100
    return f"{secrets.choice(FIRST)}-{secrets.choice(SECOND)}-{digits}"
