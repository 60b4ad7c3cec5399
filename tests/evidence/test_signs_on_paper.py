"""What goes on paper, what is named instead, which way it runs, and in which font."""

import pytest
from django.template import Context, Template

from evidence.rendering.faces import FACES, LATIN, drawable, needed, signs_of
from evidence.rendering.signs import cleaned
from evidence.rendering.tongues import Piece, leftwards, pieces


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\x00b", "a[U+0000]b"),
        ("\ue000", "[U+E000]"),
        ("\U00013000\U00013001", "[U+13000 U+13001]"),
        ("a\u200bb\ufeff", "a[U+200B]b[U+FEFF]"),
        ("one\r\ntwo\tthree", "one\ntwo    three"),
        ("\ud800", "[U+D800]"),
        ("a\u200db\ufe0f", "a[U+200D]b[U+FE0F]"),
        ("محمد\u200c", "محمد[U+200C]"),
    ],
)
def test_names_what_no_font_has_and_what_cannot_be_seen(text: str, shown: str) -> None:
    assert cleaned(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Дарья Қуаныш Ελένη Łucja Nguyễn",
        "محمد می\u200cخواهم ٹ", "שלום", "क्ष र्\u200dय", "ஸ்ரீ", "น้ำ",
        "照片 嘅 喆堃", "写真 𠮷野 髙橋", "사진",
        "😀 👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 🇩🇪 👍🏽", "★ 𝓯𝓪𝓷",
    ],
)  # fmt: skip
def test_keeps_what_writing_needs(text: str) -> None:
    assert cleaned(text) == text


def test_names_what_the_one_font_at_hand_lacks() -> None:
    latin = signs_of(LATIN[0])

    assert cleaned("Zoë 写", can=latin.__contains__) == "Zoë [U+5199]"


def test_can_draw_every_han_sign_of_the_first_block() -> None:
    first = range(0x4E00, 0x9FFD)

    assert sum(not drawable(chr(point)) for point in first) <= 20


@pytest.mark.parametrize("file", [file for face in FACES for _, file in face.files])
def test_has_a_space_in_every_font(file: str) -> None:
    assert " " in signs_of(file)


def test_needs_no_face_for_a_page_in_english() -> None:
    assert needed(set("Plain words – “quoted”, and ë.")) == ()


@pytest.mark.parametrize(
    ("tongues", "family"),
    [([], "Noto Sans SC"), (["ja"], "Noto Sans JP"), (["zh-Hant"], "Noto Sans TC")],
)
def test_draws_han_as_its_language_does(tongues: list[str], family: str) -> None:
    assert [face.families for face in needed({"直"}, tongues)] == [(family,)]


def test_has_a_face_for_each_language_of_one_document() -> None:
    families = [face.families[0] for face in needed({"直"}, ["ja", "zh-Hans"])]

    assert families == ["Noto Sans SC", "Noto Sans JP"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("على منصة أخرى", "ar"), ("می‌خواهم حذف شود", "fa"), ("ہٹا دیں ٹھیک", "ur"),
        ("محمد", "und-Arab"),
        ("شلۆن پێشمەرگە", "und-Arab"), ("שלום", "he"), ("तस्वीर", "und-Deva"), ("படம்", "ta"),
        ("ภาพ", "th"), ("写真が", "ja"), ("사진", "ko"),
        ("照片经过发布", "zh-Hans"), ("照片經過發布", "zh-Hant"),
        ("山田", "und-Hani"), ("Zoë Дарья", ""),
    ],
)  # fmt: skip
def test_tells_a_language_only_by_signs_of_its_own(text: str, lang: str) -> None:
    assert [piece.lang for piece in pieces(text)] == [lang]


def test_keeps_a_number_after_an_arabic_name_in_its_place() -> None:
    assert pieces("by محمد 3 times") == (
        Piece("by "), Piece("محمد", "und-Arab", leftwards=True), Piece(" 3 times"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("שלום hello", False),
        ("שלום עולם hi", True),
        ("ראיתי כאן https://pictures.example/aaaaaaaaaaaaaa", True),
        ("12:30 – 14:00", False),
    ],
)
def test_runs_the_way_most_of_its_letters_do(line: str, *, left: bool) -> None:
    assert leftwards(line) is left


@pytest.mark.parametrize("text", ["👨‍" * 200 + "写a", "م" + " " * 20_000 + "a", "x" * 50_000 + "م"])
def test_reads_no_text_for_long(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text)) == text


@pytest.mark.parametrize(
    ("filter_name", "text", "markup"),
    [
        ("told", "<i>hello שלום", '&lt;i&gt;hello <bdi dir="rtl" lang="he">שלום</bdi>'),
        ("told", "<i>", "&lt;i&gt;"),
        ("told_lines", "a\nשלום\n\nb", 'a<bdi class="lines" dir="rtl" lang="he">שלום</bdi>\xa0\nb'),
        ("told_paragraphs", "a\nb\n\nשלום", '<p>a<br>b</p>\n<p dir="rtl" lang="he">שלום</p>'),
        ("tongue", "שלום", ' dir="rtl" lang="he"'),
        ("tongue", "hello שלום", ""),
    ],
)
def test_marks_script_and_direction(filter_name: str, text: str, markup: str) -> None:
    page = Template("{% load tongues %}{{ text|" + filter_name + " }}")

    assert page.render(Context({"text": text})) == markup
