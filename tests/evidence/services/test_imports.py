"""Lists of places: looked over, added, undone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, State, TimelineEvent
from evidence.models import CustodyEvent, Import, ImportPart, ImportState, Presence, Sighting
from evidence.services import custody, drafts, imports, observations, sightings, undoing
from evidence.services.drafts import Kind
from evidence.services.imports import KEPT, LEASE, NotNow
from evidence.services.sightings import CaseClosed, Noticed
from tests.evidence import makers
from tests.factories import NOON

pytestmark = pytest.mark.django_db

MANY = "\n".join(f"https://pictures.example/view/{number}" for number in range(250))
TABLE = (
    "Link;Date seen;Account;Views;Followers;Type;Where;App;Message ID\n"
    "https://pictures.example/view/1;2026-01-05 21:30;kay;1.2k;30;;;;\n"
    ";;;;;dm;from an unknown number;Chatter;m-12\n"
    "magnet:?xt=urn:btih:0;;;;;;;;\n"
)


def test_adds_nothing_before_somebody_says_so(case: Case, wren: Person) -> None:
    whole = makers.listed(case, f"{makers.LINK}\n{makers.LINK}\nnothing", actor=wren)

    assert (whole.state, whole.new, whole.known, whole.faulty) == (ImportState.READY, 1, 1, 1)
    assert not Sighting.objects.exists()


def test_keeps_nothing_of_a_draft_in_the_clear(case: Case, wren: Person) -> None:
    whole = imports.begin(
        case, given=makers.LINK.encode(), is_workbook=False, zone="UTC", actor=wren,
        now=NOON,
    )  # fmt: skip
    before = bytes(whole.sealed or b"")

    makers.work(whole)

    kept = b"".join(bytes(part.sealed) for part in whole.parts.all())
    assert whole.sealed is None and kept and before
    assert b"reddit" not in before + kept


def test_adds_every_new_row_once_and_in_order(case: Case, wren: Person) -> None:
    makers.sighting(case, actor=wren, link="https://pictures.example/view/3")

    whole = makers.added(case, MANY, actor=wren)

    assert (whole.state, whole.added, whole.known) == (ImportState.ADDED, 249, 1)
    rows = Sighting.objects.filter(whole=whole).order_by("number")
    assert [row.number for row in rows] == list(range(2, 251))
    assert rows[3].url == "https://pictures.example/view/4"


def test_reads_columns_by_their_other_names(case: Case, wren: Person) -> None:
    makers.added(case, TABLE, actor=wren)

    link, chat = Sighting.objects.order_by("number")
    assert (link.uploader, link.views, link.followers) == ("kay", 1200, 30)
    assert link.seen_at and link.seen_at.isoformat() == "2026-01-05T20:30:00+00:00"
    assert (chat.kind, chat.locator, chat.platform_name) == (
        "MESSAGE", "from an unknown number", "Chatter",
    )  # fmt: skip
    assert chat.identifiers == {"message_number": "m-12"}


def test_adds_a_place_without_a_link_once(case: Case, wren: Person) -> None:
    makers.added(case, TABLE, actor=wren)

    again = makers.listed(case, TABLE, actor=wren)

    assert (again.new, again.known) == (0, 2)
    assert drafts.part(again, Kind.KNOWN, 0)[1]["twin"] == 2


def test_tells_which_row_a_row_repeats(case: Case, wren: Person) -> None:
    whole = makers.listed(case, f"{makers.LINK}\n\n{makers.LINK}", actor=wren)

    [row] = drafts.part(whole, Kind.KNOWN, 0)
    assert (row["row"], row["same_as"]) == (3, 1)


def test_tells_the_story_once_for_a_whole_list(case: Case, wren: Person) -> None:
    makers.added(case, MANY, actor=wren)

    [event] = TimelineEvent.objects.filter(kind__startswith="sighting.added")
    assert (event.kind, event.payload) == ("sighting.added_many", {"count": 250})
    assert CustodyEvent.objects.get(kind="places.added").item


def test_goes_on_where_a_lost_worker_stopped(case: Case, wren: Person, now: datetime) -> None:
    whole = makers.listed(case, MANY, actor=wren)
    imports.ask_to_add(whole, actor=wren, now=now)
    claimed = imports.claim(now=now)
    assert claimed is not None
    imports.work(claimed, now=now)

    assert imports.claim(now=now + timedelta(seconds=1)) is None
    makers.work(whole, now=now + LEASE + timedelta(seconds=1))

    assert (whole.added, Sighting.objects.count()) == (250, 250)


def test_adds_nothing_twice_with_two_workers(case: Case, wren: Person, now: datetime) -> None:
    whole = makers.listed(case, MANY, actor=wren)
    imports.ask_to_add(whole, actor=wren, now=now)
    slow = imports.claim(now=now)
    later = now + LEASE + timedelta(seconds=1)
    quick = imports.claim(now=later)
    assert slow is not None and quick is not None
    imports.work(quick, now=later)

    assert imports.work(slow, now=later) is None
    assert Sighting.objects.count() == 100


def test_stops_adding_for_whoever_may_no_longer(case: Case, bea: Person, now: datetime) -> None:
    whole = makers.listed(case, MANY, actor=bea)
    imports.ask_to_add(whole, actor=bea, now=now)
    Case.objects.update(advocate=None)

    makers.work(whole)

    assert (whole.state, Sighting.objects.count()) == (ImportState.READY, 0)


def test_gives_up_a_list_that_fails_again_and_again(
    case: Case, wren: Person, now: datetime
) -> None:
    whole = makers.listed(case, makers.LINK, actor=wren)
    Import.objects.update(state=ImportState.READING, attempts=imports.MOST_ATTEMPTS)

    makers.work(whole, now=now)

    assert whole.state == ImportState.REFUSED
    assert imports.why_refused(whole) == imports.GAVE_UP


def test_refuses_a_table_without_a_column_for_places(case: Case, wren: Person) -> None:
    whole = makers.listed(case, "account,date\nkay,2026-01-05\n", actor=wren)

    assert whole.state == ImportState.REFUSED
    assert "Call the column with the links url" in imports.why_refused(whole)


@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june"])
def test_takes_no_list_of_who_is_not_on_the_case(
    request: pytest.FixtureRequest, case: Case, who: str, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        makers.listed(case, makers.LINK, actor=request.getfixturevalue(who))

    assert not Import.objects.exists()


def test_takes_no_list_for_a_closed_case(case: Case, wren: Person) -> None:
    Case.objects.update(state=State.CLOSED)
    case.refresh_from_db()

    with pytest.raises(CaseClosed):
        makers.listed(case, makers.LINK, actor=wren)


def test_undoes_a_whole_list_and_says_so(case: Case, wren: Person, now: datetime) -> None:
    before = makers.sighting(case, actor=wren)
    whole = makers.added(case, MANY, actor=wren)

    imports.ask_to_undo(whole, actor=wren, now=now)
    makers.work(whole)

    assert (whole.state, whole.removed, whole.stayed) == (ImportState.UNDONE, 250, 0)
    assert list(Sighting.objects.all()) == [before]
    assert TimelineEvent.objects.get(kind="import.undone").payload == {"removed": 250, "stayed": 0}
    assert CustodyEvent.objects.filter(kind="places.undone").count() == 1
    assert custody.verify(case) is None


def _shown(case: Case, actor: Person, place: Sighting) -> None:
    kept = makers.exhibit(case, actor=actor)
    kept.sighting = place
    kept.save()


def _looked(case: Case, actor: Person, place: Sighting) -> None:
    observations.observe(place, presence=Presence.GONE, observed_at=NOON, actor=actor, now=NOON)


def _changed(case: Case, actor: Person, place: Sighting) -> None:
    sightings.change(place, noticed=Noticed(note="mine"), actor=actor, now=NOON)


def _led(case: Case, actor: Person, place: Sighting) -> None:
    makers.sighting(case, actor=actor, noticed=Noticed(reached_from=place.number))


@pytest.mark.parametrize(
    ("hang", "why"),
    [
        (_shown, undoing.SHOWN),
        (_looked, undoing.LOOKED_AT),
        (_changed, undoing.CHANGED),
        (_led, undoing.LEADS_ON),
    ],
)
def test_leaves_a_place_that_something_hangs_on(
    case: Case, wren: Person, hang: Callable[[Case, Person, Sighting], None], why: str
) -> None:
    whole = makers.added(case, MANY, actor=wren)
    place = Sighting.objects.get(number=7)
    hang(case, wren, place)

    imports.ask_to_undo(whole, actor=wren, now=NOON)
    makers.work(whole)

    assert (whole.removed, whole.stayed) == (249, 1)
    assert drafts.part(whole, Kind.STAYED, 0) == [{"number": 7, "id": str(place.pk), "why": why}]


def test_undoes_nothing_after_its_time(case: Case, wren: Person, now: datetime) -> None:
    whole = makers.added(case, makers.LINK, actor=wren)

    with pytest.raises(NotNow):
        imports.ask_to_undo(whole, actor=wren, now=now + KEPT)


def test_adds_a_draft_only_once(case: Case, wren: Person, now: datetime) -> None:
    whole = makers.added(case, makers.LINK, actor=wren)

    with pytest.raises(NotNow):
        imports.ask_to_add(whole, actor=wren, now=now)


def test_lets_go_of_what_waited_too_long(case: Case, wren: Person, now: datetime) -> None:
    makers.listed(case, makers.LINK, actor=wren)
    added = makers.added(case, makers.OTHER_LINK, actor=wren)

    imports.sweep(now=now + KEPT)

    assert list(Import.objects.all()) == [added]
    assert not ImportPart.objects.exists() and Sighting.objects.count() == 1
