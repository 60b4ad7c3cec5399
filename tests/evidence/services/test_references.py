"""References, and the likenesses found by them."""

import io
from datetime import datetime
from typing import Any

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, State
from evidence.errors import FileRefused
from evidence.models import (
    CustodyEvent,
    Decision,
    Exhibit,
    Fingerprint,
    Match,
    Reference,
    SealedFile,
    Tier,
)
from evidence.services import matching, readings, references, vault
from evidence.services.references import Keeping
from evidence.services.sightings import CaseClosed
from tests.data.pictures import drawn_picture, encoded, hostile, pages, resized
from tests.evidence import makers

pytestmark = pytest.mark.django_db


def read_next(now: datetime) -> Exhibit:
    exhibit = readings.claim(now=now)
    assert exhibit is not None
    readings.read(exhibit, now=now)
    return exhibit


def test_keeps_only_fingerprints_and_no_file(case: Case, wren: Person, settings: Any) -> None:
    reference = makers.reference(case, actor=wren)

    assert reference.file is None and reference.quality is not None and reference.quality >= 50
    assert Fingerprint.objects.get().reference == reference
    assert not SealedFile.objects.exists()
    assert not [path for path in settings.VAULT_ROOT.rglob("*") if path.is_file()]


def test_keeps_the_file_sealed_where_that_was_chosen(case: Case, wren: Person) -> None:
    reference = makers.reference(case, actor=wren, keeping=Keeping.SEALED)

    assert reference.file is not None
    assert vault.read_all(reference.file) == makers.picture()


def test_knows_a_picture_that_was_given_before(case: Case, wren: Person) -> None:
    first = makers.reference(case, actor=wren)

    assert makers.reference(case, actor=wren) == first
    assert Reference.objects.count() == 1


def test_says_kindly_that_a_picture_is_too_plain(case: Case, wren: Person, now: datetime) -> None:
    given = references.give(
        case, io.BytesIO(hostile.flat_picture()), name="x", label="",
        keeping=Keeping.FINGERPRINTS, actor=wren, now=now,
    )  # fmt: skip

    assert "too little detail" in given.reference.why_not


def test_refuses_an_empty_file(case: Case, wren: Person, now: datetime) -> None:
    with pytest.raises(FileRefused, match="empty"):
        references.give(
            case, io.BytesIO(b""), name="x", label="", keeping=Keeping.SEALED,
            actor=wren, now=now,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june"])
def test_takes_nothing_from_who_is_not_on_the_case(
    request: pytest.FixtureRequest, case: Case, who: str
) -> None:
    with pytest.raises(NotPermitted):
        makers.reference(case, actor=request.getfixturevalue(who))


def test_compares_with_what_was_kept_before(case: Case, wren: Person) -> None:
    shown = makers.read_exhibit(case, actor=wren, seed=7)
    makers.read_exhibit(case, actor=wren, seed=8)

    reference = makers.reference(case, actor=wren, seed=7)
    makers.compared()

    match = Match.objects.get()
    assert (match.exhibit, match.reference) == (shown, reference)
    assert case.timeline.latest("pk").kind == "match.proposed"


def test_finds_the_picture_on_a_screenshot_of_a_page(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.reference(case, actor=wren, seed=9)
    page = encoded(pages.forum_page(drawn_picture(9), 3))
    makers.exhibit(case, actor=wren, clear=page)

    match = Match.objects.get(exhibit=read_next(now))

    assert match.tier in (Tier.CERTAIN, Tier.PROBABLE)
    assert match.region is not None
    assert match.distance is not None and match.limit is not None
    assert match.distance <= match.limit


def test_finds_a_smaller_copy_of_the_whole_picture(case: Case, wren: Person, now: datetime) -> None:
    makers.reference(case, actor=wren, seed=9)
    makers.exhibit(case, actor=wren, clear=encoded(resized(drawn_picture(9), by=0.5)))

    match = Match.objects.get(exhibit=read_next(now))

    assert match.tier == Tier.CERTAIN
    assert match.reason.startswith("The same picture")


def test_never_compares_across_cases(
    case: Case, junes_case: Case, wren: Person, june: Person
) -> None:
    makers.read_exhibit(case, actor=wren, seed=7)

    makers.reference(junes_case, actor=june, seed=7)
    makers.compared()

    assert not Match.objects.exists()


def test_takes_a_reference_back_with_all_that_came_of_it(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.read_exhibit(case, actor=wren, seed=7)
    files = SealedFile.objects.count()
    reference = makers.reference(case, actor=wren, seed=7, keeping=Keeping.SEALED)
    makers.compared()

    references.take_back(reference, actor=wren, now=now)

    assert not Reference.objects.exists() and not Match.objects.exists()
    assert SealedFile.objects.count() == files
    assert not Fingerprint.objects.filter(exhibit=None).exists()
    assert CustodyEvent.objects.latest("pk").kind == "reference.removed"


def test_takes_nothing_back_in_a_closed_case(case: Case, wren: Person, now: datetime) -> None:
    reference = makers.reference(case, actor=wren)
    type(case).objects.update(state=State.CLOSED)

    with pytest.raises(CaseClosed):
        references.take_back(reference, actor=wren, now=now)


def test_lets_a_person_decide_and_change_their_mind(
    case: Case, wren: Person, bea: Person, now: datetime
) -> None:
    makers.read_exhibit(case, actor=wren, seed=7)
    makers.reference(case, actor=wren, seed=7)
    makers.compared()
    match = Match.objects.get()

    matching.decide(match, decision=Decision.CONFIRMED, actor=wren, now=now)
    matching.decide(match, decision=Decision.REJECTED, actor=bea, now=now)

    match.refresh_from_db()
    assert (match.decision, match.decided_by) == (Decision.REJECTED, bea)
    assert CustodyEvent.objects.filter(kind="match.decided").count() == 2


def test_records_the_same_decision_once(case: Case, wren: Person, now: datetime) -> None:
    makers.read_exhibit(case, actor=wren, seed=7)
    makers.reference(case, actor=wren, seed=7)
    makers.compared()

    for _ in range(2):
        match = Match.objects.get()
        matching.decide(match, decision=Decision.CONFIRMED, actor=wren, now=now)

    assert case.timeline.filter(kind="match.confirmed").count() == 1


def test_refuses_a_decision_by_the_stranger(
    case: Case, wren: Person, dan: Person, now: datetime
) -> None:
    makers.read_exhibit(case, actor=wren, seed=7)
    makers.reference(case, actor=wren, seed=7)
    makers.compared()

    with pytest.raises(NotPermitted):
        matching.decide(Match.objects.get(), decision=Decision.CONFIRMED, actor=dan, now=now)
