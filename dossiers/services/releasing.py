"""A bundle is released to one reader: by a personal link, and a code told by another way.

The link is 128 random bits, the code eight digits; of both only digests are kept. A release that
ran out, was ended or was opened as often as agreed looks like one that never was.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyrage
from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import Person
from cases import access, personal_links, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Age, Case, Mandate, Scope
from dossiers.errors import DossierNotReady
from dossiers.models import Dossier, DossierState, ImagePolicy, Part, ReaderRole, Release
from dossiers.rendering.words import day
from evidence.services import custody

DIGITS = 8
LASTS_DAYS = (3, 14, 30, 90)
MOST_OPENINGS = 50
MOST_COMPARED = 20
"""Files one reader may compare: enough for what they were sent, too few to feel about with."""
MOST_RUNNING = 20
SALT = "dossiers.release-code"
PICTURES = {
    ImagePolicy.NONE: "No pictures are shown in it.",
    ImagePolicy.OUTLINE: "Outline drawings are in it, and no picture itself.",
    ImagePolicy.BLURRED: "Strongly blurred pictures are in it.",
    ImagePolicy.FULL: "Smaller copies of the pictures are in it.",
}
SAVED = {Part.DOCUMENT: "the document", Part.BUNDLE: "the whole bundle", Part.NOTHING: ""}


class ReleaseRefused(DomainError):
    """It cannot be released like this; the words say why."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is released to whom. `days` is how long it runs, `most` how often it may be opened.

    `looks` and `compares` are what the reader may do besides saving, as on a Release.
    """

    reader: str
    role: ReaderRole
    part: Part
    days: int
    most: int
    looks: bool = False
    compares: int = 0
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A new release; link and code are known here for the last time."""

    release: Release
    token: str
    code: str


def words_of(dossier: Dossier, terms: Terms, *, now: datetime) -> str:
    """The exact text that is agreed to."""
    told = {
        "reader": terms.reader, "role": terms.role.label.lower(), "version": dossier.version,
        "ref": dossier.case.ref, "saves": SAVED[terms.part], "looks": terms.looks,
        "compares": terms.compares, "redacted": dossier.redacted,
        "pictures": PICTURES[ImagePolicy(dossier.image_policy)],
        "originals": terms.part == Part.BUNDLE and dossier.originals,
        "most": terms.most, "until": day(now + timedelta(days=terms.days)),
    }  # fmt: skip
    return render_to_string("dossiers/release_words.txt", told).strip()


def words_mark(words: str) -> str:
    """What stands for exactly this text in the form that agrees to it."""
    return hashlib.sha256(words.encode()).hexdigest()


@transaction.atomic
def release(dossier: Dossier, *, terms: Terms, actor: Person, now: datetime) -> Given:
    """Give a reader a link and a code. Raises NotPermitted, DossierNotReady, ReleaseRefused.

    Only the client does, or somebody whose mandate lets them hand dossiers over.
    """
    access.require(actor, Permission.EXPORT, dossier.case)
    case = Case.objects.select_for_update().get(pk=dossier.case_id)
    _check(dossier, case, terms=terms, actor=actor, now=now)
    token, code = personal_links.new_token(), personal_links.new_code(digits=DIGITS)
    made = Release.objects.create(
        case=case,
        dossier=dossier,
        reader=terms.reader,
        role=terms.role,
        part=terms.part,
        looks=terms.looks,
        compares=terms.compares,
        words=words_of(dossier, terms, now=now),
        recipient=terms.recipient,
        link_digest=personal_links.link_digest(token),
        code_digest=personal_links.code_digest(token, code, salt=SALT),
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
    _end(held, actor=actor, now=now)


def end_under(ended: Sequence[Mandate], *, actor: Person, now: datetime) -> None:
    """End what was released under these mandates, unless another one still lets its giver.

    Called inside the transaction that ends the mandates.
    """
    for mandate in ended:
        case, holder = mandate.case, mandate.holder
        if Scope.DOSSIER not in mandate.scope or may_release(holder, case, now=now):
            continue
        given = Release.objects.filter(case=case, given_by=holder, ended_at=None)
        for held in given.filter(expires_at__gt=now).select_related("case").order_by("given_at"):
            _end(held, actor=actor, now=now)


def shows_pictures(dossier: Dossier) -> bool:
    """Whether the document has pictures or drawings in it that could be looked at."""
    return _any_picture(dossier) and dossier.case.age == Age.ADULT


def is_age_key(text: str) -> bool:
    """Whether it is a public key of age, `age1…`."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except (ValueError, pyrage.RecipientError):
        return False
    return True


def _end(held: Release, *, actor: Person, now: datetime) -> None:
    if Release.objects.filter(pk=held.pk, ended_at=None).update(ended_at=now):
        custody.record(held.case, "release.ended", item=held.pk, actor=actor, now=now)
        timeline.record(held.case, "release.ended", actor=actor, now=now, reader=held.reader)


def _check(dossier: Dossier, case: Case, *, terms: Terms, actor: Person, now: datetime) -> None:
    _check_allowed(case, days=terms.days, actor=actor, now=now)
    if dossier.state != DossierState.READY or dossier.file_id is None:
        raise DossierNotReady("It is still being made. Please come back in a moment.")
    if case.releases.filter(ended_at=None, expires_at__gt=now).count() >= MOST_RUNNING:
        raise ReleaseRefused(f"At most {MOST_RUNNING} links run at a time. End one first.")
    if terms.part == Part.NOTHING and not terms.looks and not terms.compares:
        raise ReleaseRefused("Choose at least one thing they may do.")
    if terms.looks and (case.age != Age.ADULT or not shows_pictures(dossier)):
        raise ReleaseRefused("This bundle shows no pictures.")
    if terms.compares and case.age != Age.ADULT:
        raise ReleaseRefused("Nothing is compared in this case, because it takes no files.")
    if terms.recipient and not is_age_key(terms.recipient):
        raise ReleaseRefused("This is not a public key of age. It begins with age1.")


def _check_allowed(case: Case, *, days: int, actor: Person, now: datetime) -> None:
    """The client decides; who acts under a mandate gives nothing that outlasts it."""
    if case.client_id == actor.pk:
        return
    held = [each for each in _mandates(case, now=now) if each.holder_id == actor.pk]
    if not held:
        raise ReleaseRefused(
            "The person has to allow this first: ask for a mandate to hand bundles over."
        )
    lasts = [each.until_date for each in held if each.until_date is not None]
    if len(lasts) == len(held) and (now + timedelta(days=days)).date() > max(lasts):
        raise ReleaseRefused("Your mandate to hand bundles over ends before. Choose fewer days.")


def _mandates(case: Case, *, now: datetime) -> list[Mandate]:
    running = access.running_mandates(case, now=now)
    return [each for each in running if Scope.DOSSIER in each.scope]


def _any_picture(dossier: Dossier) -> bool:
    policies = {dossier.image_policy, *dossier.image_exceptions.values()}
    return policies != {ImagePolicy.NONE}
