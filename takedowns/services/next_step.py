"""What comes next in a case, told in one sentence."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cases.models import Case
from evidence.models import Sighting
from takedowns.models import Cause, Notice, NoticeState
from takedowns.services import clocks, looks
from takedowns.services.clocks import Face
from takedowns.services.proposals import open_sightings


@dataclass(frozen=True, slots=True)
class NextStep:
    """`route` names the page to go to (a URL name), with the letter or place it is about."""

    title: str
    text: str
    route: str
    label: str
    notice: Notice | None = None
    clock: Face | None = None
    place: Sighting | None = None


def next_step(case: Case, *, now: datetime) -> NextStep:
    """The most urgent: what is back, a letter over its time, one to send, a draft, a second look,
    open questions, a new letter."""
    if not case.is_open:
        return NextStep(
            "This notebook is closed", "You can open it again.", "cases:case-close", "Open it again"
        )
    if (back := _back(case)) is not None:
        return back
    waiting = [_Waiting(notice, clocks.face(notice, now=now)) for notice in _sent(case)]
    waiting.sort(key=_urgency)
    over = next((each for each in waiting if each.face and each.face.tone == "late"), None)
    if over is not None:
        return _over(over)
    for step in (
        *(_asked(case), _to_send(case), _to_finish(case), _to_look(case, now=now)),
        _to_answer(case),
    ):
        if step is not None:
            return step
    if (letter := _to_write(case)) is not None:
        return letter
    if waiting:
        return _ask_again(waiting[0]) if _asks(waiting[0], now=now) else _wait(waiting[0])
    return _begin(case)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A letter on its way, with its clock."""

    notice: Notice
    face: Face | None


def _sent(case: Case) -> QuerySet[Notice]:
    return Notice.objects.filter(case=case, state=NoticeState.SENT).order_by("number")


def _urgency(each: _Waiting) -> tuple[bool, float]:
    """A time somebody gave before a day of ours; then the sooner."""
    if each.face is None:
        return (True, float("inf"))
    return (each.face.ours, each.face.due_at.timestamp())


def _asks(each: _Waiting, *, now: datetime) -> bool:
    return each.face is not None and each.face.ours and each.face.due_at <= now


def _back(case: Case) -> NextStep | None:
    """Something that had been removed is there again, and the letter about it is not sent."""
    drafts = Notice.objects.filter(case=case, cause=Cause.BACK, state=NoticeState.DRAFT)
    notice = drafts.order_by("number").first()
    if notice is None:
        return None
    return NextStep(
        "It is back",
        f"Something that had been removed is there again. A new letter to {notice.recipient} is "
        "drafted. It names the letter before it. Read it and decide.",
        "takedowns:notice", "Read it", notice=notice,
    )  # fmt: skip


def _over(each: _Waiting) -> NextStep:
    notice = each.notice
    drafts = notice.later.filter(state=NoticeState.DRAFT).order_by("number")
    if (ready := drafts.first()) is not None:
        return NextStep(
            "Next: read the next letter",
            f"{notice.recipient} should have acted by now. The next letter is drafted: to "
            f"{ready.recipient}. Read it and decide. Nothing is sent until you say so.",
            "takedowns:notice", "Read it", notice=ready, clock=each.face,
        )  # fmt: skip
    return NextStep(
        f"Next: look again at letter {notice.number}",
        f"{notice.recipient} should have acted by now. Look at the places once more and note what "
        "you find. Then you can go one step further.",
        "takedowns:notice", "Look at it", notice=notice, clock=each.face,
    )  # fmt: skip


def _ask_again(each: _Waiting) -> NextStep:
    notice = each.notice
    return NextStep(
        f"Next: ask {notice.recipient} again",
        "No rule gives them a time. A while has passed, so we suggest to look again and to ask "
        "once more.",
        "takedowns:notice", "Look at it", notice=notice, clock=each.face,
    )  # fmt: skip


def _asked(case: Case) -> NextStep | None:
    """Somebody who works for the client asks them to approve letters."""
    rows = Notice.objects.filter(case=case, state=NoticeState.DRAFT, asked_at__isnull=False)
    asked = list(rows.select_related("asked_by").order_by("-asked_at"))
    if not asked or asked[0].asked_by is None:
        return None
    letters = "a letter" if len(asked) == 1 else f"{len(asked)} letters"
    return NextStep(
        f"Next: read and approve {letters}",
        f"{asked[0].asked_by.shown_name} wrote {letters} that only the client can approve. "
        "Nothing is sent until they say so.",
        "takedowns:letters-approve", "Read and decide",
    )  # fmt: skip


def _to_send(case: Case) -> NextStep | None:
    notice = Notice.objects.filter(case=case, state=NoticeState.APPROVED).order_by("number").first()
    if notice is None:
        return None
    return NextStep(
        f"Next: send letter {notice.number}",
        f"The text to {notice.recipient} is approved. It goes out by your own hand.",
        "takedowns:notice", "Send it", notice=notice,
    )  # fmt: skip


def _to_finish(case: Case) -> NextStep | None:
    drafts = Notice.objects.filter(case=case, state=NoticeState.DRAFT).order_by("number")
    notice = drafts.first()
    if notice is None:
        return None
    if drafts.count() > 1:
        return NextStep(
            f"Next: read {drafts.count()} letters",
            "They are ready to be read, on one page. Nothing is sent until you say so.",
            "takedowns:letters-approve", "Read them",
        )  # fmt: skip
    return NextStep(
        f"Next: read letter {notice.number}",
        f"A letter to {notice.recipient} is ready to be read. Nothing is sent until you say so.",
        "takedowns:notice", "Read it", notice=notice,
    )  # fmt: skip


def _to_look(case: Case, *, now: datetime) -> NextStep | None:
    item = looks.to_look_again(Case.objects.filter(pk=case.pk), now=now).first()
    if item is None:
        return None
    words = "gone once" if item.gone_at else "said to be removed"
    return NextStep(
        f"Next: look at place {item.sighting.number}",
        f"It was {words}. Two looks, a day or more apart, show that it is gone for good. Note "
        "what you see.",
        "evidence:sighting", "Look at it", place=item.sighting,
    )  # fmt: skip


def _to_answer(case: Case) -> NextStep | None:
    if case.intake_done_at is not None:
        return None
    return NextStep(
        "Next: go on with the questions" if case.intake_step else "Next: a few short questions",
        "They tell us which rules help. Most of them can be skipped.",
        "cases:intake", "Go on",
    )  # fmt: skip


def _to_write(case: Case) -> NextStep | None:
    waiting = open_sightings(case).exclude(host="").count()
    if not waiting:
        return None
    places = "One place is" if waiting == 1 else f"{waiting} places are"
    return NextStep(
        "Next: write a letter",
        f"{places} still open. We show you who can act, and under which rule.",
        "takedowns:notice-propose", "See who can act",
    )  # fmt: skip


def _wait(each: _Waiting) -> NextStep:
    notice = each.notice
    return NextStep(
        f"Next: wait for {notice.recipient}",
        "You don't need to do anything now. If nothing happens in time, we remind you.",
        "takedowns:notice", "An answer came", notice=notice, clock=each.face,
    )  # fmt: skip


def _begin(case: Case) -> NextStep:
    if Sighting.objects.filter(case=case).exists():
        return NextStep(
            "Nothing is open right now",
            "Every place has an answer or cannot be written to. If it comes back, add it again.",
            "evidence:sighting-add", "Add a place",
        )  # fmt: skip
    return NextStep(
        "Next: note where it is",
        "Add the links or places you know of. One is enough to begin.",
        "evidence:sighting-add", "Add a place",
    )  # fmt: skip
