"""What a person typed stays what they typed, and never becomes a part of the letter's form."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedowns.deadlines import NaiveMoment
from takedowns.drafting import (
    BrokenLetter,
    EarlierNotice,
    ExhibitLine,
    Facts,
    Happened,
    Link,
    SenderRole,
    Statute,
    companion_fields,
    draft,
    engine,
    language,
    split_for_channel,
)
from takedowns.drafting.facts import clean
from takedowns.drafting.letters import letter_values
from takedowns.registry.loader import registry
from takedowns.registry.schema import Channel

TIDA = registry().legal_bases["us-tida"]
DMCA = registry().legal_bases["us-dmca-512c"]
FULL = Facts(
    reference="K7-QRM / 3",
    written_on=date(2026, 11, 22),
    recipient="Example Corp.",
    platform_name="Example Board",
    sender_name="Mira Sand",
    contact_email="mira@mail.example",
    contact_phone="+1 555 0100",
    postal_address="1 Example Road\n10115 Sampletown",
    links=(Link(url="https://board.example/t/1"), Link(locator="Group Example, message 12")),
    happened=frozenset({Happened.AUTHENTIC}),
    work_description="A portrait of 3 May 2025",
    took_picture=True,
    signature_name="Mira Sand",
)

WHOLE = "".join(
    f"{{% element '{each.key}' %}}filled{{% endelement %}}" for each in TIDA.required_elements
) + "".join(
    f"{{% declaration '{each.key}' %}}filled{{% enddeclaration %}}" for each in TIDA.declarations
)


def first_row(rows: object) -> set[str]:
    """The names a template may ask of each row of a list."""
    assert isinstance(rows, list)
    return set(rows[0])


TOLD = replace(
    FULL,
    earlier=(EarlierNotice(reference="1", sent_at=datetime(2026, 11, 20, tzinfo=UTC)),),
    exhibits=(ExhibitLine(number="E-1"),),
    statutes=(Statute(citation="s. 1"),),
)
VALUES = letter_values(TIDA, None, TOLD, own=language("en"))
PARTS = {name for rows in ("earlier", "exhibits", "statutes") for name in first_row(VALUES[rows])}


def channel(*fields: str) -> Channel:
    return Channel(
        type="tida",
        method="web_form",
        value="https://board.example/form",
        fields=fields,
        discloses_reporter="unknown",
        notes="",
        confidence="source-verified",
        source="",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "{{ contact_phone }}",
        "{% include 'us-dmca-512c/en.txt' %}",
        "{# gone #}",
        "<script>alert(1)</script>",
        "&lt;b&gt; & 'quotes'",
        "%s %(reference)s",
    ],
)
def test_keeps_hostile_text_as_plain_text(typed: str) -> None:
    letter = draft(TIDA, None, replace(FULL, nonconsent_facts=typed))

    assert typed in letter.elements["nonconsent_facts"]
    assert "+1 555 0100" not in letter.body


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\n\nSigned,\nSomebody Else", "a Signed, Somebody Else"),
        ("a\r\nSubject: b", "a Subject: b"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("soft\u00adhyphen\ufeff", "softhyphen"),
        ("\ue000element:signature\ue001x\ue002", "element:signaturex"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("  two   spaces ", "two spaces"),
        ("\ue003gap", "gap"),
    ],
)
def test_keeps_a_fact_on_one_clean_line(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(typed=st.text(max_size=80))
def test_adds_no_line_to_the_letter_whatever_is_typed(typed: str) -> None:
    plain = draft(TIDA, None, replace(FULL, nonconsent_facts="x"))

    letter = draft(TIDA, None, replace(FULL, nonconsent_facts=f"x{typed}", recipient=f"y{typed}"))

    assert letter.body.count("\n") == plain.body.count("\n")
    assert list(letter.elements) == list(plain.elements)


@given(typed=st.text(max_size=80))
def test_puts_no_line_break_into_the_subject(typed: str) -> None:
    letter = draft(TIDA, None, replace(FULL, reference=f"K7 {typed}"))

    assert len(letter.subject.splitlines()) == 1


def test_ends_a_sentence_about_the_law_with_one_full_stop() -> None:
    said = replace(FULL, nonconsent_facts="I never agreed.", national_offence="section 9 of it. ")

    letter = draft(registry().legal_bases["eu-dsa-16"], None, said)

    assert "falls under section 9 of it. It also" in letter.body


def test_prints_nothing_of_a_case() -> None:
    letter = draft(TIDA, None, FULL)

    assert not any("Mira" in repr(each) for each in (FULL, letter, letter.paragraphs))


def test_never_shows_a_seen_moment_without_its_zone() -> None:
    naive = Link(url="https://board.example/t/1", seen_at=datetime(2026, 11, 22))

    with pytest.raises(NaiveMoment):
        draft(TIDA, None, replace(FULL, links=(naive,)))


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "us-tida"
    folder.mkdir()
    monkeypatch.setattr(engine, "LETTERS", tmp_path)
    engine.engine.cache_clear()
    yield folder
    engine.engine.cache_clear()


@pytest.mark.parametrize(
    "text",
    [
        f"Subject\n\n{WHOLE}{{{{ no_such_fact }}}}",
        f"Subject\n\n{WHOLE}{{{{ links.0.no_such_part }}}}",
        "Subject\n\nNo element is in here.",
        f"Subject\n\n{WHOLE.replace('filled', ' ', 1)}",
        f"{{% if threat %}}Subject{{% endif %}}\n\n{WHOLE}",
    ],
)
def test_breaks_on_a_letter_with_a_gap(letters: Path, text: str) -> None:
    (letters / "en.txt").write_text(text, "utf-8")

    with pytest.raises(BrokenLetter):
        draft(TIDA, None, FULL)


def test_takes_a_letter_with_every_passage(letters: Path) -> None:
    (letters / "en.txt").write_text(f"Subject\n\n{WHOLE}", "utf-8")

    assert draft(TIDA, None, FULL).subject == "Subject"


@pytest.mark.parametrize("path", sorted(engine.LETTERS.rglob("*.txt")), ids=lambda path: path.name)
def test_asks_in_conditions_only_for_what_exists(path: Path) -> None:
    conditions = " ".join(re.findall(r"{% (?:el)?if (.*?) %}", path.read_text("utf-8")))
    plain = re.sub(r'"[^"]*"', "", conditions)

    parts = {name for row, name in re.findall(r"(\w+)\.(\w+)", plain) if row in {"each", "last"}}
    asked = set(re.findall(r"[a-z_]+", re.sub(r"(link|each|last|forloop)\.\w+", "", plain)))
    assert asked <= {*VALUES, "and", "or", "not", "in"}
    assert parts <= PARTS


def test_offers_values_in_the_order_of_the_form() -> None:
    letter = draft(TIDA, None, FULL)
    form = channel("signature", "content_urls", "good_faith_statement", "depicted_or_agent")

    offered = companion_fields(form, letter, FULL, {"signature": "name typed as signature"})

    assert offered == (
        ("name typed as signature", "Mira Sand", "signature"),
        ("content_urls", "https://board.example/t/1\nGroup Example, message 12", "content_urls"),
        (
            "good_faith_statement",
            "I believe in good faith that this publication is not consensual.",
            "good_faith_statement",
        ),
        ("depicted_or_agent", "I am the person shown.", "depicted_or_agent"),
    )


def test_keeps_the_sworn_statement_apart_in_a_form() -> None:
    facts = replace(FULL, sender_role=SenderRole.COPYRIGHT_OWNER)
    letter = draft(DMCA, None, facts)

    offered = companion_fields(
        channel("good_faith_statement", "perjury_statement"), letter, facts, {}
    )

    assert "perjury" not in offered[0][1]
    assert offered[1][1].startswith("Under penalty of perjury")


def test_never_fills_in_a_document_or_a_picture() -> None:
    form = channel("screenshot", "identification", "id_optional", "evidence", "indemnity")

    offered = companion_fields(form, draft(TIDA, None, FULL), FULL, {})

    assert [value for _, value, _ in offered] == [""] * 5


def test_offers_the_whole_letter_where_the_form_is_unknown() -> None:
    letter = draft(TIDA, None, FULL)

    offered = companion_fields(channel(), letter, FULL, {})

    assert [key for _, _, key in offered] == ["content_urls", "description", "contact_email"]
    assert offered[1][1] == letter.body


@pytest.mark.parametrize(
    ("number", "most", "sizes"), [(11, 5, [5, 5, 1]), (5, 5, [5]), (3, 1, [1, 1, 1]), (0, 5, [])]
)
def test_splits_by_what_a_channel_takes(number: int, most: int, sizes: list[int]) -> None:
    split = split_for_channel(range(number), most)

    assert [len(part) for part in split.parts] == sizes
    assert split.limit_known


def test_says_an_unknown_limit_is_unknown_and_splits_nothing() -> None:
    split = split_for_channel(["a", "b"], None)

    assert split.parts == (("a", "b"),)
    assert not split.limit_known
