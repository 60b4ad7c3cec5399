"""People and accounts, and what the person lets be quoted."""

from datetime import datetime, timedelta

from accounts.models import Person
from cases.models import Case
from cases.services.effects import Said, allow_quoting, forbid_quoting, note_effect
from dossiers.rendering.parts import AccountRow, People
from evidence.models import Observation, Sighting
from tests.dossiers.conftest import Make, text_of
from tests.dossiers.test_assembling import content, rows_of


def people(case: Case, now: datetime, **chosen: object) -> People:
    found = content(case, now, **chosen).people
    assert found is not None
    return found


def account(case: Case, now: datetime, name: str) -> AccountRow:
    return next(row for row in people(case, now).accounts if row.account == name)


def test_names_the_person_by_their_part_unless_the_name_was_chosen(
    full: Case, now: datetime
) -> None:
    row = people(full, now).persons[0]

    assert (row.name, row.part) == (
        "Not named here", "The person concerned; asked for this dossier",
    )  # fmt: skip
    assert people(full, now, with_name=True).persons[0].name == "Wren Example"


def test_counts_what_each_did(full: Case, now: datetime) -> None:
    did = people(full, now).persons[0].did

    assert "gave six files" in did.lower()
    assert "approved one letter" in did.lower()


def test_names_the_advocate_with_the_team(full: Case, bea: Person, now: datetime) -> None:
    parts = {row.name: row.part for row in people(full, now).persons}

    assert parts[bea.shown_name] == f"Advocate, {full.organisation}"


def test_gathers_places_by_account(full: Case, now: datetime) -> None:
    full.sightings.update(uploader="", seen_at=now)
    full.sightings.filter(number__in=(1, 2)).update(
        uploader=" @lark ", platform="", platform_name="Birdsite", host="birdsite.example"
    )

    row = account(full, now, "@lark")

    assert [pointer.label for pointer in row.pointers] == ["EX-0001", "EX-0002"]
    assert row.where == full.sightings.get(number=1).shown_place
    assert people(full, now).without == "No account was noted at places 3 and 4."


def test_tells_apart_one_name_on_two_platforms(full: Case, now: datetime) -> None:
    full.sightings.update(uploader="")
    for number, name in ((1, "Birdsite"), (2, "Otherplace")):
        full.sightings.filter(number=number).update(
            uploader="lark", platform="", host=f"{name}.example".lower(), platform_name=name
        )

    assert len([row for row in people(full, now).accounts if row.account == "lark"]) == 2


def test_last_saw_an_account_when_its_place_was_still_there(full: Case, now: datetime) -> None:
    Sighting.objects.filter(case=full, number=1).update(uploader="lark", seen_at=now)
    place = full.sightings.get(number=1)
    place.observations.all().delete()
    for hours, presence in ((5, "LIVE"), (30, "GONE")):
        Observation.objects.create(
            sighting=place, presence=presence, observed_at=now + timedelta(hours=hours)
        )

    row = account(full, now, "lark")

    assert (row.first, row.last) == ("22 Nov 2026, 12:00", "22 Nov 2026, 17:00")


def test_says_of_an_account_that_led_there_that_it_did_not_post(full: Case, now: datetime) -> None:
    full.sightings.filter(number=2).update(reached_account="heron")

    assert account(full, now, "heron").role == "Led to a place"


def test_quotes_only_what_may_be_quoted_and_only_where_that_was_chosen(
    full: Case, wren: Person, now: datetime
) -> None:
    open_note = note_effect(full, said=Said(words="I moved out."), actor=wren, now=now)
    note_effect(full, said=Said(words="Nobody shall read this."), actor=wren, now=now)
    allow_quoting(open_note, actor=wren, now=now)

    assert content(full, now).quotes == ()
    assert [quote.words for quote in content(full, now, effects=True).quotes] == ["I moved out."]
    forbid_quoting(open_note, actor=wren, now=now)
    assert rows_of(full, now, effects=True).effects == ()


def test_prints_a_quote_word_for_word_with_who_wrote_it(
    full: Case, wren: Person, bea: Person, make: Make, now: datetime
) -> None:
    for actor, words in ((wren, "I did not sleep; not <once>."), (bea, "She left her job.")):
        said = Said(words=words, day=now.date())
        allow_quoting(note_effect(full, said=said, actor=actor, now=now), actor=wren, now=now)

    words = text_of(make(full, wren, effects=True))

    assert "I did not sleep; not <once>." in words
    assert "by: the person themselves" in words
    assert f"by: {bea.shown_name}, as the person told it" in words
    assert "It is not sworn." in words


def test_names_an_advocate_who_signs_letters_though_the_person_is_withheld(
    full: Case, bea: Person, now: datetime
) -> None:
    full.notices.update(extra={"signature_name": bea.shown_name, "principal": "Wren Example"})

    told = repr(content(full, now))

    assert bea.shown_name in told
    assert "Wren Example" not in told
