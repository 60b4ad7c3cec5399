"""Screenshots of pages that never were, each with one abstract picture on it."""

from collections.abc import Callable

from PIL import Image, ImageDraw

from dossiers.management.training.pictures import scene

Ink = tuple[int, int, int]
Screen = Callable[[Image.Image, str], Image.Image]

INK: Ink = (38, 42, 50)
PALE: Ink = (124, 130, 138)
WHITE: Ink = (255, 255, 255)
LINE: Ink = (214, 218, 223)
MARK = "Invented page for training"
WORDS = (
    "amber", "basket", "cedar", "drift", "ember", "field", "garden", "harbour", "inlet", "juniper",
    "kettle", "lantern",
)  # fmt: skip


def feed(picture: Image.Image, account: str) -> Image.Image:
    """A phone's feed: account, picture from edge to edge, words below."""
    page, pen = _paper((1080, 1920), WHITE)
    pen.rectangle((0, 0, 1080, 110), fill=(246, 247, 249))
    pen.text((40, 34), MARK, fill=PALE, font_size=36)
    _disc(page, account, at=(40, 150), across=96)
    pen.text((164, 158), account, fill=INK, font_size=36)
    pen.text((164, 206), "2 h", fill=PALE, font_size=28)
    shown = picture.resize((1080, round(1080 * picture.height / picture.width)))
    page.paste(shown, (0, 276))
    _lines(pen, account, at=(40, 320 + shown.height), width=960, lines=6, size=32)
    return page


def board(picture: Image.Image, account: str) -> Image.Image:
    """A forum on a desktop: a bar, a post with the picture, and the beginning of the next."""
    page, pen = _paper((1280, 960), (236, 239, 242))
    pen.rectangle((0, 0, 1280, 60), fill=(58, 66, 88))
    pen.text((28, 18), MARK, fill=WHITE, font_size=22)
    for top, bottom in ((90, 830), (850, 960)):
        pen.rectangle((70, top, 1210, bottom), fill=WHITE, outline=LINE)
    _disc(page, account, at=(96, 116), across=72)
    pen.text((190, 120), account, fill=INK, font_size=22)
    _lines(pen, account, at=(190, 154), width=900, lines=2, size=18)
    page.paste(_fit(picture, (820, 580)), (190, 226))
    _lines(pen, account[::-1], at=(190, 872), width=900, lines=2, size=18)
    return page


def chat(picture: Image.Image, account: str) -> Image.Image:
    """A group chat on a phone: bubbles, the picture in one of them."""
    page, pen = _paper((720, 1280), (226, 232, 226))
    pen.rectangle((0, 0, 720, 96), fill=(54, 92, 84))
    pen.text((28, 30), MARK, fill=WHITE, font_size=28)
    pen.rounded_rectangle((24, 126, 500, 222), 16, fill=WHITE)
    pen.text((44, 138), account, fill=(54, 92, 84), font_size=22)
    _lines(pen, account, at=(44, 172), width=420, lines=1, size=22)
    shown = _fit(picture, (600, 620))
    pen.rounded_rectangle((24, 250, 44 + shown.width, 310 + shown.height), 16, fill=WHITE)
    page.paste(shown, (34, 262))
    pen.text((40, 272 + shown.height), "seen by 41", fill=PALE, font_size=20)
    pen.rounded_rectangle((24, 350 + shown.height, 480, 450 + shown.height), 16, fill=WHITE)
    _lines(pen, account[::-1], at=(44, 370 + shown.height), width=400, lines=2, size=22)
    return page


def results(picture: Image.Image, account: str) -> Image.Image:
    """A page of search results: nine pictures, one of them the one that is looked for."""
    page, pen = _paper((1280, 960), WHITE)
    pen.rounded_rectangle((40, 20, 720, 70), 24, outline=LINE, width=2)
    pen.text((64, 32), MARK, fill=PALE, font_size=22)
    place = sum(account.encode()) % 9
    for index in range(9):
        one = picture if index == place else scene(sum(account.encode()) * 17 + index + 90_000)
        left, top = 40 + (index % 3) * 405, 100 + (index // 3) * 285
        page.paste(_fit(one, (380, 240)), (left, top))
        _lines(pen, f"{account}{index}", at=(left, top + 246), width=300, lines=1, size=15)
    return page


def receipt(picture: Image.Image, account: str) -> Image.Image:
    """What a form shows once it was sent; it holds no picture at all."""
    size = picture.size[0] + 280, picture.size[1] + 100
    page, pen = _paper(size, (247, 248, 250))
    pen.rounded_rectangle((60, 60, size[0] - 60, size[1] - 60), 14, fill=WHITE, outline=LINE)
    pen.text((100, 100), "We received your report", fill=INK, font_size=36)
    pen.text((100, 170), f"Number {account}", fill=INK, font_size=28)
    pen.text((100, 220), MARK, fill=PALE, font_size=22)
    _lines(pen, account, at=(100, 280), width=size[0] - 260, lines=5, size=22)
    return page


SCREENS: dict[str, Screen] = {
    "feed": feed,
    "board": board,
    "chat": chat,
    "results": results,
    "receipt": receipt,
}


def _paper(size: tuple[int, int], colour: Ink) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("RGB", size, colour)
    return page, ImageDraw.Draw(page)


def _lines(
    pen: ImageDraw.ImageDraw, seed: str, *, at: tuple[int, int], width: int, lines: int, size: int
) -> None:
    start, each = sum(seed.encode()), max(1, width // (size * 4))
    for line in range(lines):
        words = [WORDS[(start + line * 5 + step * 7) % len(WORDS)] for step in range(each)]
        pen.text((at[0], at[1] + line * size * 3 // 2), " ".join(words), fill=INK, font_size=size)


def _disc(page: Image.Image, account: str, *, at: tuple[int, int], across: int) -> None:
    mask = Image.new("L", (across, across), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, across - 1, across - 1), fill=255)
    page.paste(scene(sum(account.encode()) + 70_000, size=(across, across)), at, mask)


def _fit(picture: Image.Image, room: tuple[int, int]) -> Image.Image:
    by = min(room[0] / picture.width, room[1] / picture.height)
    return picture.resize((round(picture.width * by), round(picture.height * by)))
