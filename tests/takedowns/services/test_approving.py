"""All drafts of a case at once."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from accounts.models import Person
from cases.models import Case, Mandate, TimelineEvent
from evidence.models import Sighting
from takedowns.errors import NoticeChanged
from takedowns.models import Notice, NoticeItem, NoticeState
from takedowns.services import approving, notices, proposals
from takedowns.services.approving import Pick, Ready
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafts(told: Case, places: list[Sighting], wren: Person, now: datetime) -> list[Notice]:
    """One complete draft for every group of Wren's places."""
    made: list[Notice] = []
    for group in proposals.proposals(told).groups:
        made += notices.draft_all(
            told, group=group, route=group.best, sightings=group.sightings, actor=wren, now=now
        )
    shared = {"signature_name": "Wren Example", "nonconsent_facts": "I never agreed to it."}
    approving.answer_all(told, extra=shared, actor=wren, now=now)
    return made


def read(case: Case, now: datetime) -> list[Ready]:
    return approving.ready(case, drafts=approving.drafts_of(case), written_on=now.date())


def pick(each: Ready) -> Pick:
    letter = each.prepared.letter
    words = letter.declarations if letter else ()
    return Pick(each.notice.pk, each.prepared.digest, tuple(word.key for word in words))


def approve(case: Case, picks: list[Pick], *, actor: Person, now: datetime) -> approving.Done:
    return approving.approve_many(case, picks=picks, written_on=now.date(), actor=actor, now=now)


def test_approves_each_ticked_letter_with_a_line_of_its_own(
    told: Case, drafts: list[Notice], wren: Person, now: datetime
) -> None:
    done = approve(told, [pick(each) for each in read(told, now)], actor=wren, now=now)

    assert (len(done.approved), done.left) == (len(drafts), ())
    assert TimelineEvent.objects.filter(kind="notice.approved").count() == len(drafts)


def test_leaves_a_letter_whose_text_changed_and_approves_the_others(
    told: Case, drafts: list[Notice], wren: Person, now: datetime
) -> None:
    picks = [pick(each) for each in read(told, now)]
    changed = {"nonconsent_facts": "Nobody asked me."}
    notices.change_notice(drafts[0], extra=changed, actor=wren, now=now)

    done = approve(told, picks, actor=wren, now=now)

    assert [each.notice for each in done.left] == [drafts[0]]
    assert isinstance(done.left[0].refusal, NoticeChanged)
    assert len(done.approved) == len(drafts) - 1


def test_leaves_a_letter_without_the_persons_word(
    told: Case, drafts: list[Notice], wren: Person, now: datetime
) -> None:
    sworn = next(each for each in read(told, now) if pick(each).declarations)

    done = approve(
        told, [Pick(sworn.notice.pk, sworn.prepared.digest, ("made_up",))], actor=wren, now=now
    )

    assert "your word" in approving.why_left(done.left[0])


def test_names_what_a_letter_lacks_before_it_asks_for_the_persons_word(
    told: Case, drafts: list[Notice], wren: Person, now: datetime
) -> None:
    Notice.objects.update(extra={})

    done = approve(told, [Pick(drafts[0].pk, "0" * 64, ())], actor=wren, now=now)

    assert "signature" in approving.why_left(done.left[0])


def test_never_approves_a_letter_of_another_case(
    told: Case, junes_case: Case, drafts: list[Notice], june: Person, now: datetime
) -> None:
    done = approve(junes_case, [pick(each) for each in read(told, now)], actor=june, now=now)

    assert (done.approved, done.left) == ((), ())
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.DRAFT}


def test_reads_many_drafts_in_as_many_queries_as_one(
    told: Case, drafts: list[Notice], wren: Person, now: datetime
) -> None:
    with CaptureQueriesContext(connection) as few:
        read(told, now)
    Notice.objects.filter(pk__in=[each.pk for each in drafts[1:]]).update(state="WITHDRAWN")

    with CaptureQueriesContext(connection) as one:
        read(told, now)

    assert len(few) == len(one)


def test_splits_a_group_by_the_limit_and_keeps_one_word_for_it(
    told: Case, wren: Person, now: datetime
) -> None:
    for number in range(12):
        factories.sighting(told, f"https://x.com/quiet/status/18580000000000{number:05}")
    [group] = proposals.proposals(told).groups
    limited = next(r for r in group.routes if r.channel.max_urls)
    limit = limited.channel.max_urls
    assert limit is not None

    made = notices.draft_all(
        told, group=group, route=limited, sightings=group.sightings, actor=wren, now=now
    )

    sizes = [each.items.count() for each in made]
    assert sizes == [len(range(at, min(at + limit, 12))) for at in range(0, 12, limit)]
    assert [len(part.letters) for part in approving.shared_parts(read(told, now))] == [len(made)]


def test_keeps_a_common_answer_only_where_a_letter_asks_for_it(
    told: Case, drafts: list[Notice], wren: Person, now: datetime
) -> None:
    approving.answer_all(
        told, extra={"signature_name": "", "no_such_fact": "x"}, actor=wren, now=now
    )

    kept = [each.extra for each in Notice.objects.all()]
    assert {extra.get("signature_name") for extra in kept} <= {"Wren Example", None}
    assert not any("no_such_fact" in extra for extra in kept)


def test_asks_the_client_once_for_what_no_mandate_covers(
    told: Case, drafts: list[Notice], mandate: Mandate, bea: Person, now: datetime
) -> None:
    mandate.platforms = ["x"]
    mandate.save()

    count = approving.ask_client(told, actor=bea, now=now)

    asked = Notice.objects.filter(asked_at=now, asked_by=bea)
    assert count == asked.count() == len(drafts) - 1
    assert not asked.filter(platform="x").exists()
    with pytest.raises(approving.NothingToAskFor):
        approving.ask_client(told, actor=bea, now=now + timedelta(hours=1))


def test_counts_drafts_by_case_for_whoever_may_approve_them(
    told: Case, drafts: list[Notice], mandate: Mandate, bea: Person, ada: Person, now: datetime
) -> None:
    mandate.platforms = ["x"]
    mandate.save()
    cases = Case.objects.filter(pk=told.pk)

    [for_bea] = approving.waiting(cases, person=bea, now=now)
    [for_ada] = approving.waiting(cases, person=ada, now=now)

    assert (for_bea.yours, for_bea.theirs) == (1, len(drafts) - 1)
    assert (for_ada.yours, for_ada.theirs) == (0, len(drafts))


WORDS = st.text("abcdefgh äé", min_size=1, max_size=30).filter(lambda text: bool(text.strip()))


# Every example is rolled back, so the draft is the same for the next.
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, part=st.sampled_from(["text", "recipient", "address", "item", "order", "gone"]))
def test_voids_what_was_read_by_any_change_of_text_recipient_or_places(
    words: str, part: str, draft: Notice, wren: Person, now: datetime
) -> None:
    before = read(draft.case, now)[0]
    with transaction.atomic():
        _change(draft, part, words)

        [after] = read(draft.case, now)
        done = approve(draft.case, [pick(before)], actor=wren, now=now)

        transaction.set_rollback(True)
    assert after.prepared.digest != before.prepared.digest
    assert [type(left.refusal) for left in done.left] == [NoticeChanged]


def _change(draft: Notice, part: str, words: str) -> None:
    letter = Notice.objects.filter(pk=draft.pk)
    item = NoticeItem.objects.filter(pk=draft.items.order_by("position")[:1].get().pk)
    {
        "text": lambda: letter.update(extra={"signature_name": f"Wren {words}"}),
        "recipient": lambda: letter.update(recipient=f"Y {words}"),
        "address": lambda: letter.update(recipient_address=f"y {words}"),
        "item": lambda: item.update(address=f"b {words}"),
        "order": lambda: item.update(position=9),
        "gone": item.delete,
    }[part]()


@pytest.mark.django_db(transaction=True)
def test_approves_once_when_two_approve_at_the_same_moment(
    draft: Notice, wren: Person, now: datetime
) -> None:
    ticked, start, ends = pick(read(draft.case, now)[0]), threading.Barrier(2), list[str]()

    def press() -> None:
        start.wait(timeout=10)
        try:
            done = approve(draft.case, [ticked], actor=wren, now=now)
            ends.extend(["approved"] * len(done.approved))
            ends.extend(type(left.refusal).__name__ for left in done.left)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(ends) == ["NotADraft", "approved"]
    assert TimelineEvent.objects.filter(kind="notice.approved").count() == 1
