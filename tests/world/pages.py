"""The pages the invented services show: as odd as real ones, and as short as they can be."""

from dataclasses import dataclass, field

from tests.world.platforms import Page, Shown

LOGIN = "<title>Sign in</title><h1>Log in to continue</h1><form><input type=password></form>"
GONE = "<title>Not here</title><p>Nothing is at this address.</p>"
SOFT = "<title>Oops</title><h1>This content is no longer available.</h1>"
BLOCKED = "<title>Unavailable</title><p>Not shown in your country for legal reasons.</p>"
FRONT = "<title>Front page</title><h1>All that is new</h1><p>Nothing in particular.</p>"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer over HTTP."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


def front() -> Said:
    """The front page: always there."""
    return Said(200, FRONT)


def shown(page: Page, what: Shown) -> Said:
    """A page as it shows itself."""
    there = f"<title>A post</title><article data-at='{page.path}'>{page.path}</article>"
    return {
        Shown.THERE: Said(200, there),
        Shown.GONE: Said(410, GONE),
        Shown.GEO_BLOCKED: Said(451, BLOCKED),
        Shown.LOGIN_WALL: Said(200, LOGIN),
        Shown.SOFT_GONE: Said(200, SOFT),
    }[what]


def received(ticket: str) -> Said:
    """What a form shows once it was sent."""
    return Said(200, f"<title>Thank you</title><p>Your report number is <b>{ticket}</b>.</p>")
