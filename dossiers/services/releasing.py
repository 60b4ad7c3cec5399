"""A bundle is released to one reader: by a personal link, and a code told by another way.

The link is 128 random bits, the code eight digits; of both only digests are kept. A release that
ran out, was ended or was opened as often as agreed looks like one that never was.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyrage
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case, Scope, State
from dossiers.errors import DossierNotReady
from dossiers.models import Dossier, DossierState, ImagePolicy, Part, ReaderRole, Release
from dossiers.rendering.words import day
from evidence.services import custody

TOKEN_BYTES = 16
DIGITS = 8
LASTS_DAYS = (3, 14, 30, 90)
MOST_OPENINGS = 50
MOST_TRIES = 10
MOST_RUNNING = 20
SALT = "dossiers.release-code"
PICTURES = {
    ImagePolicy.NONE: "No pictures are shown in it.",
    ImagePolicy.OUTLINE: "Outline drawings are in it, and no picture itself.",
    ImagePolicy.FULL: "Smaller copies of the pictures are in it.",
}
ORIGINALS = "The files as they came are in it too."


class ReleaseRefused(DomainError):
    """It cannot be released like this; the words say why."""


class WrongCode(DomainError):
    """Not the code that belongs to this link."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is released to whom. `days` is how long it runs, `most` how often it may be opened."""

    reader: str
    role: ReaderRole
    part: Part
    days: int
    most: int
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A new release; link and code are known here for the last time."""

    release: Release
    token: str
    code: str


def words_of(dossier: Dossier, terms: Terms, *, now: datetime) -> str:
    """The exact text that is agreed to."""
    pictures = PICTURES[ImagePolicy(dossier.image_policy)]
    if terms.part == Part.BUNDLE and dossier.originals:
        pictures = f"{pictures} {ORIGINALS}"
    told = {
        "reader": terms.reader, "role": terms.role.label.lower(), "version": dossier.version,
        "ref": dossier.case.ref, "part": terms.part.label.lower(), "pictures": pictures,
        "most": terms.most, "until": day(now + timedelta(days=terms.days)),
    }  # fmt: skip
    return render_to_string("dossiers/release_words.txt", told).strip()


@transaction.atomic
def release(dossier: Dossier, *, terms: Terms, actor: Person, now: datetime) -> Given:
    """Give a reader a link and a code. Raises NotPermitted, DossierNotReady, ReleaseRefused.

    Only the client does, or somebody whose mandate lets them hand dossiers over.
    """
    _require(actor, dossier.case, now=now)
    case = Case.objects.select_for_update().get(pk=dossier.case_id)
    _check(dossier, case, terms=terms, now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    made = Release.objects.create(
        case=case,
        dossier=dossier,
        reader=terms.reader,
        role=terms.role,
        part=terms.part,
        words=words_of(dossier, terms, now=now),
        recipient=terms.recipient,
        link_digest=_link_digest(token),
        code_digest=_code_digest(token, code),
        most=terms.most,
        given_by=actor,
        given_at=now,
        expires_at=now + timedelta(days=terms.days),
    )
    custody.record(case, "release.given", item=made.pk, actor=actor, now=now)
    timeline.record(
        case, "release.given", actor=actor, now=now, version=dossier.version, reader=terms.reader
    )
    return Given(release=made, token=token, code=code)


def may_release(actor: Person, case: Case, *, now: datetime) -> bool:
    """Whether this person may give or end a release."""
    if not access.can(actor, Permission.EXPORT, case):
        return False
    return case.client_id == actor.pk or access.has_mandate(actor, Scope.DOSSIER, case, now=now)


@transaction.atomic
def end(held: Release, *, actor: Person, now: datetime) -> None:
    """Nobody opens it any more. Everyone who may export may end one; twice is once."""
    access.require(actor, Permission.EXPORT, held.case)
    if Release.objects.filter(pk=held.pk, ended_at=None).update(ended_at=now):
        custody.record(held.case, "release.ended", item=held.pk, actor=actor, now=now)
        timeline.record(held.case, "release.ended", actor=actor, now=now, reader=held.reader)


def running(*, now: datetime) -> QuerySet[Release]:
    """Those that a reader can open, or has open."""
    rows = Release.objects.filter(ended_at=None, expires_at__gt=now)
    return rows.exclude(case__state=State.DISPOSED).filter(dossier__state=DossierState.READY)


def find(token: str, *, now: datetime) -> Release | None:
    """The release of this link, or None: never given, run out, ended and used up alike."""
    rows = running(now=now).filter(link_digest=_link_digest(token), opened__lt=F("most"))
    return rows.select_related("case", "dossier__case", "dossier__file__case").first()


def open_with(held: Release, *, token: str, code: str, now: datetime) -> None:
    """Count one opening. Raises WrongCode; ten wrong codes end the release."""
    if not hmac.compare_digest(held.code_digest, _code_digest(token, code)):
        _count_wrong(held, now=now)
        raise WrongCode("This is not the code for this page. Look again, or ask for it once more.")
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=held.case_id)
        waits = running(now=now).filter(pk=held.pk, opened__lt=F("most"))
        if not waits.update(opened=F("opened") + 1):
            raise WrongCode("This cannot be opened any more.")
        held.opened += 1
        custody.record(held.case, "release.opened", item=held.pk, actor=None, now=now)
        timeline.record(held.case, "release.opened", actor=None, now=now, reader=held.reader)


def opened_before(key: str, *, now: datetime) -> Release | None:
    """A release somebody has open, by its id; None once it ran out or was ended."""
    rows = running(now=now).filter(pk=key)
    return rows.select_related("case", "dossier__case", "dossier__file__case").first()


def note(held: Release, kind: str, *, now: datetime) -> None:
    """Write down what the reader did: `release.downloaded` or `release.looked`."""
    custody.record(held.case, kind, item=held.pk, actor=None, now=now)
    if kind == "release.downloaded":
        timeline.record(held.case, kind, actor=None, now=now, reader=held.reader)


def is_age_key(text: str) -> bool:
    """Whether it is a public key of age, `age1…`."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except (ValueError, pyrage.RecipientError):
        return False
    return True


@transaction.atomic
def _count_wrong(held: Release, *, now: datetime) -> None:
    locked = Release.objects.select_for_update().get(pk=held.pk)
    locked.tries += 1
    if locked.tries >= MOST_TRIES and locked.ended_at is None:
        locked.ended_at = now
        timeline.record(held.case, "release.codes_wrong", actor=None, now=now, reader=held.reader)
    locked.save(update_fields=["tries", "ended_at"])
    custody.record(held.case, "release.refused", item=held.pk, actor=None, now=now)


def _require(actor: Person, case: Case, *, now: datetime) -> None:
    access.require(actor, Permission.EXPORT, case)
    if not may_release(actor, case, now=now):
        raise ReleaseRefused(
            "The person has to allow this first: ask for a mandate to hand bundles over."
        )


def _check(dossier: Dossier, case: Case, *, terms: Terms, now: datetime) -> None:
    if dossier.state != DossierState.READY or dossier.file_id is None:
        raise DossierNotReady("It is still being made. Please come back in a moment.")
    if case.releases.filter(ended_at=None, expires_at__gt=now).count() >= MOST_RUNNING:
        raise ReleaseRefused(f"At most {MOST_RUNNING} links run at a time. End one first.")
    if terms.recipient and not is_age_key(terms.recipient):
        raise ReleaseRefused("This is not a public key of age. It begins with age1.")


def _link_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code_digest(token: str, code: str) -> str:
    """Keyed by the place's secret, so that a few digits cannot be tried against a stolen table."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return salted_hmac(SALT, f"{token}\0{digits}", algorithm="sha256").hexdigest()
