"""Invented addresses: hosts of the registry with paths that cannot be, and `.example` sites."""

from collections.abc import Iterator
from itertools import count

from evidence.links import Link, normalise

# Numbers beyond what these services can give out, names and ids that say what they are.
PATTERNS: dict[str, tuple[str, ...]] = {
    "x": ("https://x.com/training_{n}/status/99999999990000{n}",),
    "facebook": (
        "https://www.facebook.com/redress.training.{n}/posts/training{n}",
        "https://www.facebook.com/groups/redress-training-{n}/posts/99999999990000{n}",
    ),
    "instagram": (
        "https://www.instagram.com/p/TRAINING-{n}/",
        "https://www.instagram.com/reel/TRAINING-{n}/",
    ),
    "tiktok": ("https://www.tiktok.com/@redress.training.{n}/video/99999999990000{n}",),
    "snapchat": ("https://www.snapchat.com/spotlight/TRAINING-WORLD-{n}",),
    "reddit": (
        "https://www.reddit.com/r/redress_training_{n}/comments/training{n}/invented_title/",
        "https://i.redd.it/training{n}.jpg",
    ),
    "youtube": ("https://www.youtube.com/watch?v=training{n}",),
    "google-search": ("https://www.google.com/search?q=training+world+{n}",),
    "bing": ("https://www.bing.com/images/search?q=training+world+{n}",),
    "telegram": (
        "https://t.me/redress_training_{n}/{n}",
        "https://t.me/c/9999999999/{n}",
    ),
    "discord": (
        "https://cdn.discordapp.com/attachments/99999999990000{n}/99999999990001{n}/training.png",
    ),
    "pornhub": ("https://www.pornhub.com/view_video.php?viewkey=training{n}",),
    "xvideos": ("https://www.xvideos.com/video.training{n}/invented",),
    "xhamster": ("https://xhamster.com/videos/invented-training{n}",),
    "onlyfans": ("https://onlyfans.com/99999999{n}/redress.training",),
    "streamable": ("https://streamable.com/trainingworld{n}",),
    "imgur": ("https://imgur.com/a/training{n}", "https://i.imgur.com/training{n}.jpg"),
    "github": ("https://github.com/redress-training/invented/blob/main/training{n}.jpg",),
    "internet-archive": ("https://archive.org/details/redress-training-{n}",),
    "erome": ("https://www.erome.com/a/training{n}",),
    "bunkr": ("https://bunkr.si/a/training{n}", "https://bunkr.si/f/training{n}.jpg"),
    "cyberdrop": ("https://cyberdrop.me/a/training{n}",),
    "gofile": ("https://gofile.io/d/training-{n}",),
    "mega": ("https://mega.nz/file/training-{n}",),
    "coomer-kemono": ("https://coomer.su/onlyfans/user/redress-training/post/99999999{n}",),
    "tumblr": ("https://www.tumblr.com/redress-training-{n}/99999999990000{n}",),
    "pinterest": ("https://www.pinterest.com/pin/99999999990000{n}/",),
    "vk": ("https://vk.com/wall-99999999_{n}",),
    "catbox": ("https://files.catbox.moe/training{n}.jpg",),
    "redgifs": ("https://www.redgifs.com/watch/trainingworld{n}",),
    "fourchan": ("https://boards.4chan.org/training/thread/99999{n}",),
    "bluesky": ("https://bsky.app/profile/redress-training.example/post/training{n}",),
    "linkedin": ("https://www.linkedin.com/posts/redress-training-{n}",),
    "threads": ("https://www.threads.net/@redress.training.{n}/post/TRAINING{n}",),
    "leakboard": ("https://leakboard.example/t/{n}", "https://leakboard.example/t/{n}/page-2"),
    "imageplace": ("https://imageplace.example/f/{n}.jpg",),
    "clipshare": ("https://clipshare.example/watch/{n}",),
}


class Addresses:
    """Hands out addresses, each once in a world."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(10_001)

    def some(self, where: str, how_many: int = 1) -> list[Link]:
        """New links of one service, named as in PATTERNS."""
        patterns = PATTERNS[where]
        raw = [patterns[step % len(patterns)] for step in range(how_many)]
        return [normalise(pattern.format(n=next(self._numbers))) for pattern in raw]
