"""Who lives in the world: six services with their manners, those who carry one of them, offices.

The hosts are those of the registry, so that letters take their real way; they stand for servers
on this machine, and no other machine is ever asked.
"""

from datetime import timedelta

from tests.world.platforms import Clock, Manner, Platform, Shown, Words, World

HOUR = timedelta(hours=1)
SIGNS = frozenset({"imgur.com"})

REMOVED = "Hello,\n\nWe have removed the content you reported. Your ticket number is {ticket}.\n"
RECEIVED = "We have received your report. This is an automated response. Reference: {ticket}\n"
REFUSED = "We reviewed it and found no violation of our rules. Your ticket number is {ticket}.\n"
ASIDE = "Thank you for your report {ticket}. We passed it on; we host no content ourselves.\n"

SILENT = ("/e/quiet1", "/e/quiet2")
ALBUM = ("/a/quiet4471", "/a/quiet4472", "/a/quiet4473")
CLIP = "/watch/quietone"
POSTS = tuple(f"/quiet_account_7/status/18580000000000{each}" for each in (4471, 5120, 6230))
VIDEOS = ("/view_video.php?viewkey=quiet44711", "/view_video.php?viewkey=quiet44712")
FILE = "/quiet1.jpg"
BLOCKED, BACK, WALL = POSTS[0], ALBUM[2], VIDEOS[1]

PLACES = (
    *(f"https://streamable.com{each}" for each in SILENT),
    *(f"https://imgur.com{each}" for each in ALBUM),
    f"https://www.redgifs.com{CLIP}",
    *(f"https://x.com{each}" for each in POSTS),
    *(f"https://www.pornhub.com{each}" for each in VIDEOS),
    f"https://files.catbox.moe{FILE}",
)


def everybody(clock: Clock) -> World:
    """The world at its first moment: every page is there."""
    return World(clock, [*_services(), *_carriers(), *_offices()])


def _services() -> list[Platform]:
    gone = Manner(Shown.GONE, 30 * HOUR)
    answer = (Words(RECEIVED, HOUR), Words(REMOVED, 30 * HOUR))
    return [
        Platform("streamable.com", "SB", ("support@streamable.com",)),
        Platform(
            "imgur.com", "IM", ("abuse@imgur.com",), words=(answer, answer[1:]),
            manners={
                **dict.fromkeys(ALBUM[:2], (gone,)),
                BACK: (Manner(Shown.GONE, 30 * HOUR, back_after=290 * HOUR), gone),
            },
        ),
        Platform(
            "redgifs.com", "RG", ("support@redgifs.com",), words=((Words(REFUSED, 10 * HOUR),),)
        ),
        Platform(
            "x.com", "X",
            manners={
                BLOCKED: (Manner(Shown.GEO_BLOCKED, 20 * HOUR),),
                **dict.fromkeys(POSTS[1:], (Manner(Shown.GONE, 20 * HOUR),)),
            },
        ),
        Platform(
            "pornhub.com", "PH",
            manners={
                VIDEOS[0]: (Manner(Shown.GONE, 5 * HOUR),),
                WALL: (Manner(Shown.LOGIN_WALL, 5 * HOUR),),
            },
        ),
        Platform("catbox.moe", "CB", manners={FILE: (Manner(Shown.SOFT_GONE, 9 * HOUR),)}),
    ]  # fmt: skip


def _carriers() -> list[Platform]:
    return [
        Platform("host.example", "HO", ("abuse@host.example",), words=((Words(ASIDE, HOUR),),)),
        Platform("cdn.example", "CD", ("abuse@cdn.example",)),
        Platform(
            "registrar.example", "RE", ("abuse@registrar.example",),
            refuses_mail="550 5.7.1 Use the form on our site",
        ),
    ]  # fmt: skip


def _offices() -> list[Platform]:
    return [Platform("google.com", "GO"), Platform("ftc.gov", "FTC")]
