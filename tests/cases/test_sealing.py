"""What is written in a case stands sealed in the database and clear on its row."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Person
from cases import sealing
from cases.models import Case, Contact, Effect, Note, TimelineEvent
from cases.models.sealed_fields import seal_older, way_to_case
from cases.sealing import DoesNotOpen, NotSealable, Sealed, Spot
from evidence.services import case_keys
from tests import factories

pytestmark = pytest.mark.django_db


def raw(row: Any, column: str) -> str:
    with connection.cursor() as cursor:
        table, key = row._meta.db_table, row._meta.pk
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE {key.column} = %s",  # noqa: S608  # names of the house
            [key.get_db_prep_value(row.pk, connection)],
        )
        return str(cursor.fetchone()[0])


def put_raw(row: Any, column: str, value: str) -> None:
    with connection.cursor() as cursor:
        table, key = row._meta.db_table, row._meta.pk
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE {key.column} = %s",  # noqa: S608  # names of the house
            [value, key.get_db_prep_value(row.pk, connection)],
        )


def effect(case: Case, words: str, now: datetime) -> Effect:
    assert case.client is not None
    return Effect.objects.create(case=case, words=words, written_at=now, written_by=case.client)


def test_stands_sealed_and_reads_clear(case: Case, now: datetime) -> None:
    row = effect(case, "I no longer sleep", now)

    assert sealing.is_sealed(raw(row, "words"))
    assert "sleep" not in raw(row, "words")
    assert Effect.objects.get(pk=row.pk).words == "I no longer sleep"


def test_seals_the_same_words_differently_each_time(case: Case, now: datetime) -> None:
    first, second = effect(case, "again", now), effect(case, "again", now)

    assert raw(first, "words") != raw(second, "words")


def test_leaves_an_empty_text_empty(case: Case) -> None:
    row = factories.contact(case, telephone="")

    assert raw(row, "telephone") == ""
    assert Contact.objects.filter(telephone="").get() == row
    assert not Contact.objects.exclude(telephone="").exists()


def test_names_the_client_from_the_first_row_on(wren: Person) -> None:
    opened = factories.case(client=wren, client_name="Wren")

    assert sealing.is_sealed(raw(opened, "client_name"))
    assert Case.objects.get(pk=opened.pk).client_name == "Wren"


def test_does_not_open_in_another_row(case: Case, now: datetime) -> None:
    first, second = effect(case, "of the first", now), effect(case, "of the second", now)
    put_raw(second, "words", raw(first, "words"))

    with pytest.raises(DoesNotOpen):
        _ = Effect.objects.get(pk=second.pk).words


def test_does_not_open_in_another_column(case: Case) -> None:
    row = factories.contact(case, name="Wren", postal_alias="Box 1")
    put_raw(row, "postal_alias", raw(row, "name"))

    with pytest.raises(DoesNotOpen):
        _ = Contact.objects.get(pk=row.pk).postal_alias


def test_does_not_open_in_another_case(case: Case, junes_case: Case) -> None:
    hers, mine = factories.contact(junes_case, name="June"), factories.contact(case, name="Wren")
    put_raw(mine, "name", raw(hers, "name"))

    with pytest.raises(DoesNotOpen):
        _ = Contact.objects.get(pk=mine.pk).name


def test_does_not_open_once_the_key_is_destroyed(case: Case, now: datetime) -> None:
    row = effect(case, "gone", now)

    case_keys.destroy(case.key_name)

    with pytest.raises(DoesNotOpen):
        _ = Effect.objects.get(pk=row.pk).words
    assert Case.objects.get(pk=case.pk).shown_client == "Name does not open"


def test_writes_back_unopened_what_nobody_read(case: Case, now: datetime) -> None:
    row = effect(case, "as it was", now)
    before = raw(row, "words")

    Effect.objects.get(pk=row.pk).save()

    assert raw(row, "words") == before


@pytest.mark.parametrize(
    "asked",
    [{"words": "x"}, {"words__icontains": "x"}, {"words__in": ["x"]}, {"words__startswith": "x"},
     {"words__lower": "x"}],
)  # fmt: skip
def test_refuses_to_compare_and_says_why(asked: dict[str, Any]) -> None:
    with pytest.raises(FieldError, match=r"Effect\.words is sealed"):
        Effect.objects.filter(**asked).exists()


def test_refuses_to_seal_without_a_row(case: Case, now: datetime) -> None:
    effect(case, "one", now)

    with pytest.raises(NotSealable, match="change the row and save it"):
        Effect.objects.update(words="two")


def test_gives_nothing_readable_without_a_row(case: Case, now: datetime) -> None:
    effect(case, "one", now)
    found = Effect.objects.values_list("words", flat=True).get()

    assert isinstance(found, Sealed)
    with pytest.raises(NotSealable):
        str(found)


def test_opens_each_key_once_for_many_rows(
    case: Case, now: datetime, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    rows = [effect(case, f"words {number}", now) for number in range(30)]
    sealing.forget(case.key_name)
    asked: list[str] = []
    find = case_keys.opened

    def opened(name: str, *, under: dict[str, bytes]) -> bytes:
        asked.append(name)
        return find(name, under=under)

    monkeypatch.setattr(case_keys, "opened", opened)

    with django_assert_num_queries(1):
        assert len({row.words for row in Effect.objects.filter(case=case)}) == len(rows)

    assert asked == [case.key_name]


def test_seals_what_was_written_before(case: Case, bea: Person, now: datetime) -> None:
    row = Note.objects.create(case=case, author=bea, text="x", written_at=now)
    put_raw(row, "text", "an older, clear note")
    assert Note.objects.get(pk=row.pk).text == "an older, clear note"

    assert (seal_older(Note), seal_older(Note)) == (1, 0)

    assert sealing.is_sealed(raw(row, "text"))
    assert Note.objects.get(pk=row.pk).text == "an older, clear note"


def test_finds_the_way_from_a_row_to_its_case() -> None:
    assert (way_to_case(Case), way_to_case(Contact), way_to_case(Note)) == (
        (),
        ("case",),
        ("case",),
    )


@given(text=st.text(min_size=1), row=st.text(), other=st.text())
def test_opens_at_its_own_spot_only(text: str, row: str, other: str) -> None:
    name, spot = sealing.make_key(), Spot("t", "c", row)
    encodable = text.encode("utf-8", "replace").decode()

    token = sealing.seal(encodable, name=name, spot=spot)

    assert sealing.opened(token, spot=spot) == encodable
    for wrong in (Spot("t", "d", row), Spot("u", "c", row), Spot("t", "c", row + "|" + other)):
        with pytest.raises(DoesNotOpen):
            sealing.opened(token, spot=wrong)


def test_finds_equal_texts_by_a_keyed_digest_of_one_case(case: Case, junes_case: Case) -> None:
    mine = sealing.blind("https://a.example/", name=case.key_name, domain="place")

    assert mine == sealing.blind("https://a.example/", name=case.key_name, domain="place")
    assert mine != sealing.blind("https://a.example/", name=junes_case.key_name, domain="place")
    assert mine != sealing.blind("https://a.example/", name=case.key_name, domain="other")


def test_seals_a_mapping_and_leaves_an_empty_one(case: Case, now: datetime) -> None:
    told = TimelineEvent.objects.create(case=case, kind="k", at=now, payload={"name": "Ünal"})
    bare = TimelineEvent.objects.create(case=case, kind="k", at=now)

    assert sealing.is_sealed(raw(told, "payload"))
    assert raw(bare, "payload") == "{}"
    assert TimelineEvent.objects.get(pk=told.pk).payload == {"name": "Ünal"}
    assert TimelineEvent.objects.get(pk=bare.pk).payload == {}
