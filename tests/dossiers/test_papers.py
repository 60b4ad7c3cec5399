"""Small papers: their words, what must not be in them, who gets them, and the trace they leave."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import Person
from cases.models import Case, Mandate
from cases.services import mandates
from dossiers.services import papers, releasing
from evidence.models import CustodyEvent, Exhibit, Sighting
from evidence.proofs import chain
from evidence.services import looked
from takedowns.models import Delivery, Notice
from takedowns.models import Way as SentBy
from tests import factories
from tests.dossiers.test_releasing import given, made, still

__all__ = ["given", "made", "still"]

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
SECRETS = ("pictures.example", "imageplace.example", "x.com/quiet", "1858000000000004471")


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def text_of(sheet: papers.Sheet) -> str:
    """All words with single spaces; every page."""
    return " ".join(" ".join(page.extract_text() for page in read(sheet.data).pages).split())


def pictures_in(sheet: papers.Sheet) -> int:
    return sum(len(page.images) for page in read(sheet.data).pages)


def packed(text: str) -> str:
    """Without spaces, as a digest in groups is read."""
    return "".join(text.split())


@pytest.fixture
def receipt(sent: Notice, wren: Person, now: datetime) -> papers.Sheet:
    return papers.receipt(sent, actor=wren, now=now)


def test_prints_a_mandate_word_for_word(mandate: Mandate, wren: Person, now: datetime) -> None:
    sheet = papers.mandate_paper(mandate, actor=wren, now=now)

    told = text_of(sheet)
    assert "Bea may write for me." in told
    assert "In force on" in told
    assert mandate.holder.shown_name in told
    assert str(mandate.pk) in packed(told)
    assert sha256(mandate.words.encode()).hexdigest() in packed(told)


def test_says_that_a_mandate_has_ended(mandate: Mandate, wren: Person, now: datetime) -> None:
    mandates.revoke_mandate(mandate, actor=wren, now=now)
    mandate.refresh_from_db()

    told = text_of(papers.mandate_paper(mandate, actor=wren, now=now + timedelta(hours=1)))

    assert "Ended on 22 November 2026" in told
    assert "In force" not in told


def test_says_that_a_mandate_ran_out(mandate: Mandate, wren: Person, now: datetime) -> None:
    mandate.until_date = date(2026, 11, 25)

    later = text_of(papers.mandate_paper(mandate, actor=wren, now=now + timedelta(days=9)))
    last = text_of(papers.mandate_paper(mandate, actor=wren, now=now + timedelta(days=3)))

    assert "Ran out before" in later
    assert "In force on" in last
    assert "25 November 2026, or until it is ended" in last


def test_names_who_gave_a_mandate_and_who_was_there(
    mandate: Mandate, case: Case, bea: Person, ada: Person, now: datetime
) -> None:
    factories.contact(case, name="Wren Example")
    mandate.way, mandate.witness, mandate.recorded_by = "IN_PERSON", "Ada sat beside us", ada

    told = text_of(papers.mandate_paper(mandate, actor=bea, now=now))

    assert "Wren Example" in told
    assert "Ada sat beside us" in told
    assert "Noted by" in told


def test_prints_a_release_and_neither_its_link_nor_its_code(
    given: releasing.Given, wren: Person, now: datetime, still: None
) -> None:
    told = text_of(papers.release_paper(given.release, actor=wren, now=now))

    assert " ".join(given.release.words.split()) in told
    assert given.release.reader in told
    for secret in (given.token, given.code, given.release.link_digest, given.release.code_digest):
        assert secret not in packed(told)


def test_receipts_the_exact_text_by_its_digest(receipt: papers.Sheet, sent: Notice) -> None:
    told = packed(text_of(receipt))

    assert sha256(sent.body.encode()).hexdigest() in told
    assert sent.digest in told
    assert "4471-209" in told


def test_receipts_no_word_of_the_letter_and_no_address(
    receipt: papers.Sheet, sent: Notice, full: Case
) -> None:
    told = text_of(receipt)

    lines = {line.strip() for line in sent.body.splitlines() if len(line.strip()) > 30}
    assert lines and not [line for line in lines if line in told]
    assert sent.subject not in told
    assert "://" not in told
    assert "Wren" not in told
    for place in Sighting.objects.filter(case=sent.case):
        assert packed(place.url) not in packed(told)


def test_leaves_addresses_out_of_what_was_noted(sent: Notice, wren: Person, now: datetime) -> None:
    Delivery.objects.filter(notice=sent).update(
        reference="see https://imageplace.example/f/abc123.jpg", way=SentBy.SMTP,
        message_id="<a1@mail.example>", answer="250 ok https://imageplace.example/f/abc123.jpg",
        message_sha256="ab" * 32, tls="TLSv1.3",
    )  # fmt: skip

    told = text_of(papers.receipt(sent, actor=wren, now=now))

    assert "imageplace.example" not in told
    assert "250 ok [address left out]" in told
    assert "ab" * 32 in packed(told)
    assert "TLSv1.3" in told


def test_names_the_proof_by_its_digest(
    full: Case, sent: Notice, wren: Person, now: datetime
) -> None:
    proof = Exhibit.objects.filter(case=full)[3]
    Delivery.objects.filter(notice=sent).update(proof=proof)

    told = text_of(papers.receipt(sent, actor=wren, now=now))

    assert proof.label in told
    assert proof.file.sha256 in packed(told)


def test_gives_no_receipt_before_a_letter_left(
    approved: Notice, wren: Person, now: datetime
) -> None:
    with pytest.raises(papers.NothingSent):
        papers.receipt(approved, actor=wren, now=now)


@pytest.fixture
def all_of_them(
    full: Case, mandate: Mandate, given: releasing.Given, receipt: papers.Sheet, wren: Person,
    now: datetime, still: None,
) -> list[papers.Sheet]:  # fmt: skip
    return [
        papers.mandate_paper(mandate, actor=wren, now=now),
        papers.release_paper(given.release, actor=wren, now=now),
        receipt,
    ]


def test_keeps_pictures_and_names_out_of_every_paper(
    all_of_them: list[papers.Sheet], full: Case, junes_case: Case
) -> None:
    for sheet in all_of_them:
        document = read(sheet.data)
        assert pictures_in(sheet) == 0
        assert len(document.pages) == 1
        told: dict[str, object] = dict(document.metadata or {})
        assert told == {
            "/Title": "Notes", "/Producer": "WeasyPrint 70.0",
        }  # fmt: skip
        assert junes_case.ref not in text_of(sheet)
        assert not [word for word in SECRETS if word in text_of(sheet)]
        assert not re.search(rb"/work|/tmp|/root", sheet.data)
        assert re.fullmatch(rf"notes-{full.ref}-[a-z0-9-]+\.pdf", sheet.name)


def test_gives_the_same_bytes_for_the_same_moment(
    mandate: Mandate, wren: Person, now: datetime
) -> None:
    first, second = (papers.mandate_paper(mandate, actor=wren, now=now) for _ in range(2))

    assert first.data == second.data


def test_writes_down_who_took_which_file(receipt: papers.Sheet, sent: Notice, wren: Person) -> None:
    [row] = CustodyEvent.objects.filter(case=sent.case, kind="paper.receipt")

    assert row.actor == wren.pk
    assert row.item == sent.pk
    payload: dict[str, Any] = chain.payload_of(bytes(row.canonical))
    assert payload["sha256"] == sha256(receipt.data).hexdigest()


def test_shows_it_among_those_who_looked(receipt: papers.Sheet, sent: Notice, wren: Person) -> None:
    told = looked.told(looked.rows_of(sent.case), reader=wren)

    assert "You saved the receipt of a letter." in [look.sentence for look in told]
    assert looked.sums(sent.case, reader=wren)[0].taken == 1


def test_hands_it_over_to_be_saved_and_not_kept(
    sent: Notice, mandate: Mandate, wren: Person, browse: Browse
) -> None:
    for path in (f"letters/{sent.pk}/receipt/", f"mandate/{mandate.pk}/paper/"):
        answer = browse(wren).get(f"/b/{sent.case.ref}/{path}")

        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith('attachment; filename="notes-')
        assert "no-store" in answer["Cache-Control"]


def test_goes_back_to_a_letter_that_has_not_left(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    answer = browse(wren).get(f"/b/{approved.case.ref}/letters/{approved.pk}/receipt/", follow=True)

    assert "There is a receipt once the letter has been sent." in answer.content.decode()


def test_does_not_find_the_papers_of_another_case(
    sent: Notice, mandate: Mandate, junes_case: Case, june: Person, browse: Browse
) -> None:
    for path in (f"letters/{sent.pk}/receipt/", f"mandate/{mandate.pk}/paper/"):
        assert browse(june).get(f"/b/{junes_case.ref}/{path}").status_code == 404
