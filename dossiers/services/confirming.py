"""A reader asks whether a picture of their own is one of the bundle; no picture moves.

Their browser states its fingerprints. They are compared with those of the exhibits that the
bundle names, the answer is written down, and the fingerprints are kept nowhere.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from cases import timeline
from cases.errors import DomainError
from cases.models import Age, Case
from dossiers.models import Dossier, Release
from dossiers.services import opening
from evidence.fingerprints.crops import LEAST_QUALITY
from evidence.models import Exhibit
from evidence.services import confirming, custody
from evidence.services.confirming import MOST_TOLD, Asked, Found


class NotCompared(DomainError):
    """It was not compared; the words say why. It does not count."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`found` holds at most MOST_TOLD exhibits, the surest first; `more` counts the others.

    `only_file`: nothing but the very same file could be found, because it is too plain a picture
    or of a kind that the reader's device cannot work on.
    """

    found: tuple[Found, ...]
    more: int
    only_file: bool = False

    @property
    def words(self) -> str:
        """The answer in one line."""
        rows = confirming.by_likeness(self.found)
        labels = {each: [row.label for row in of] for each, of in rows.items()}
        return confirming.said(labels, more=self.more)


def may_compare(held: Release) -> bool:
    """Whether comparing is a part of it, and the case is one whose files may be compared."""
    return held.compares > 0 and held.case.age == Age.ADULT


def left(held: Release) -> int:
    """How many more pictures the reader may ask about."""
    return held.compares - held.compared


def compare(held: Release, *, asked: Asked, now: datetime) -> Answer:
    """Answer once, and count it. Raises NotCompared where it is over or used up.

    The work is done before the case is locked; the answer leaves only once it is counted and
    written down.
    """
    if not may_compare(held) or not left(held):
        raise NotCompared("Nothing can be compared here any more.")
    exhibits = named_in(held.dossier)
    found = confirming.confirm(held.case, asked, exhibits=exhibits)
    prints = asked.prints
    only_file = prints is None or prints.whole.quality < LEAST_QUALITY
    answer = Answer(found[:MOST_TOLD], more=len(found[MOST_TOLD:]), only_file=only_file)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=held.case_id)
        mine = opening.running(now=now).filter(pk=held.pk, compared__lt=F("compares"))
        if not mine.filter(case__age=Age.ADULT).update(compared=F("compared") + 1):
            raise NotCompared("Nothing can be compared here any more.")
        _note(held, answer, now=now)
    held.compared += 1
    return answer


def named_in(dossier: Dossier) -> list[Exhibit]:
    """Every exhibit of the bundle, with or without a picture in its document."""
    rows = Exhibit.objects.filter(case=dossier.case, kept_at__lte=dossier.asked_at)
    rows = rows.exclude(number__in=dossier.left_out).select_related("file")
    return list(rows.order_by("number"))


def _note(held: Release, answer: Answer, *, now: datetime) -> None:
    """Custody holds ids alone; the story tells the answer in words."""
    payload: dict[str, str | int] = {
        likeness.name.lower(): " ".join(str(row.pk) for row in rows)
        for likeness, rows in confirming.by_likeness(answer.found).items()
    }
    custody.record(
        held.case, "release.compared", item=held.pk, actor=None, now=now, more=answer.more,
        **payload,
    )  # fmt: skip
    timeline.record(
        held.case, "release.compared", actor=None, now=now, reader=held.reader,
        answer=answer.words,
    )  # fmt: skip
