"""Two teams that must not know of each other, each with a case that has everything in it.

All texts of a team's world carry its mark: a page that shows the other's mark has leaked.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from accounts.models import Membership, Organisation, Person, Role
from cases.models import Age, Case, Happened, Mandate, Note, Scope
from cases.models import Way as MandateWay
from cases.services import asking, effects
from dossiers.models import Dossier, DossierState, Part, Purpose, ReaderRole, Release
from dossiers.services import releasing
from evidence.models import (
    Contribution,
    Exhibit,
    Import,
    Kind,
    Match,
    Presence,
    Reference,
    Sighting,
)
from evidence.services import (
    comparing,
    exhibits,
    helping,
    imports,
    observations,
    readings,
    references,
    uploads,
    vault,
    watching,
)
from evidence.services.references import Keeping
from evidence.services.sightings import Noticed
from takedowns.models import (
    Correction,
    FollowUpState,
    MailAccount,
    Notice,
    OutgoingMail,
    ReplyKind,
    Says,
    Way,
)
from takedowns.registry.loader import registry
from takedowns.services import (
    corrections,
    feeds,
    notices,
    proposals,
    replies,
    sending,
    sorting_answers,
    taking_answers,
)
from tests import factories
from tests.architecture.doors_keys import passkey
from tests.architecture.routes import Who
from tests.data.pictures import drawn_picture, encoded
from tests.evidence import makers
from tests.factories import NOON
from tests.takedowns.mails import with_attachment

HARBOUR_MARK, LANTERN_MARK = "heronmark", "plovermark"
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
POSTS = ("1858000000000004471", "1858000000000005120", "1858000000000006233", "1858000000000007344")
TODAY = NOON + timedelta(days=1)
"""When every door is tried."""
MAIL_FROM = "letters@team.example"
ANYWHERE = {
    "step": "facts", "slug": "x", "key": "k-k", "uidb36": "zz", "part": "whole",
    "kind": "platform", "question": "taker", "rule_slug": "us-tida", "service_slug": "stopncii",
}  # fmt: skip
"""Words of addresses that name nothing of anybody's."""


@dataclass(frozen=True)
class Letters:
    """One letter at each step."""

    draft: Notice
    approved: Notice
    sent: Notice
    by_mail: Notice


@dataclass(frozen=True)
class Side:
    """A team and its case. `names` are the words of the addresses that lead to its things."""

    mark: str
    team: Organisation
    case: Case
    letters: Letters
    unasked: Sighting
    names: dict[str, str]


@dataclass(frozen=True)
class World:
    """Both sides, and who is who: the table of routes is asked about the harbour's case."""

    harbour: Side
    lantern: Side
    people: dict[Who, Person]


@contextmanager
def standing_world(folder: Path) -> Iterator[World]:
    """Both sides at NOON, in a folder of their own, gone from the database afterwards."""
    own = {
        "VAULT_ROOT": folder / "files",
        "CASE_KEYS_ROOT": folder / "case-keys",
        "INSTANCE_KEY_FILE": folder / "instance.key",
    }
    storages = {**settings.STORAGES, "staticfiles": STATIC}
    with (
        override_settings(PASSWORD_HASHERS=FAST, STORAGES=storages, **own),
        time_machine.travel(TODAY, tick=False),
        transaction.atomic(),
    ):
        yield _world()
        transaction.set_rollback(True)


def nowhere() -> dict[str, str]:
    """Words of addresses that lead to nothing."""
    ids = ("sighting", "exhibit", "reference", "waiting", "match", "follow_up", "dossier",
           "unmade", "stopped",
           "mandate", "organisation", "membership", "upload", "draft", "approved", "sent",
           "list_draft", "list_added", "helper", "contribution", "reply", "mail",
           "by_mail", "correction", "watch", "ask", "release", "effect", "redaction")  # fmt: skip
    names = {f"{name}_id": str(uuid4()) for name in ids}
    return names | {
        "ref": "Z9-ZZZ9",
        "token": "nobodys",
        "asked": "nobodys",
        "released": "nobodys",
        "label": "EX-0001",
        "feed": "nobodys",
        "pk": "9999999",
        **ANYWHERE,
    }


def _world() -> World:
    harbour = factories.organisation(f"Harbour {HARBOUR_MARK}")
    lantern = factories.organisation(f"Lantern {LANTERN_MARK}")
    people = {
        Who.CLIENT: _person("wren", HARBOUR_MARK),
        Who.OTHER_CLIENT: _person("june", LANTERN_MARK),
        Who.ADVOCATE: _member(harbour, "bea", Role.ADVOCATE, HARBOUR_MARK),
        Who.COLLEAGUE: _member(harbour, "ida", Role.ADVOCATE, HARBOUR_MARK),
        Who.SUPERVISOR: _member(harbour, "ada", Role.SUPERVISOR, HARBOUR_MARK),
        Who.COUNSEL: _member(harbour, "cy", Role.COUNSEL, HARBOUR_MARK),
        Who.OPERATOR: _member(harbour, "otto", Role.OPERATOR, HARBOUR_MARK),
        Who.SUSPENDED: _member(harbour, "sol", Role.SUPERVISOR, HARBOUR_MARK),
        Who.STRANGER: _member(lantern, "dan", Role.ADVOCATE, LANTERN_MARK),
        Who.OTHER_SUPERVISOR: _member(lantern, "vera", Role.SUPERVISOR, LANTERN_MARK),
    }
    return World(
        harbour=_side(
            harbour, HARBOUR_MARK, client=people[Who.CLIENT], advocate=people[Who.ADVOCATE]
        ),
        lantern=_side(
            lantern, LANTERN_MARK, client=people[Who.OTHER_CLIENT], advocate=people[Who.STRANGER]
        ),
        people=people,
    )


def _person(name: str, mark: str) -> Person:
    return factories.person(f"{name}.{mark}", display_name=f"{name.title()} {mark}")


def _member(team: Organisation, name: str, role: Role, mark: str) -> Person:
    someone = _person(name, mark)
    Membership.objects.create(organisation=team, person=someone, role=role, joined_at=NOON)
    return someone


def _side(team: Organisation, mark: str, *, client: Person, advocate: Person) -> Side:
    case = factories.case(
        client=client, client_name=f"Client {mark}", organisation=team, advocate=advocate,
        age=Age.ADULT, happened=[Happened.IMAGE], country="DE",
        facts=f"Facts {mark}", police_reference=f"P {mark}", intake_done_at=NOON,
        device_is_safe=True, jurisdictions=["US"], sells="NEVER",
    )  # fmt: skip
    factories.contact(case, name=f"Name {mark}", mail=f"{mark}@mailbox.example")
    Note.objects.create(case=case, text=f"Note {mark}", author=advocate, written_at=NOON)
    mandate = _mandate(case, mark, holder=advocate, client=client)
    places = [_place(case, mark, post) for post in POSTS]
    found = _match(case, mark, client=client)
    letters = _letters(case, mark, places, client=client, advocate=advocate)
    reminder = letters.sent.follow_ups.order_by("due_at").first()
    assert reminder is not None
    reminder.state, reminder.shown_at = FollowUpState.SHOWN, NOON
    reminder.save()
    dossier = _dossier(case, mark, client=client)
    named: dict[str, UUID] = {
        "sighting_id": places[0].pk, "exhibit_id": found.exhibit_id,
        "reference_id": found.reference_id, "match_id": found.pk, "mandate_id": mandate.pk,
        "draft_id": letters.draft.pk, "approved_id": letters.approved.pk,
        "sent_id": letters.sent.pk, "by_mail_id": letters.by_mail.pk,
        "reply_id": letters.sent.replies.get().pk, "follow_up_id": reminder.pk,
        "dossier_id": dossier.pk, "organisation_id": team.pk,
        "upload_id": uploads.begin(
            case, name=f"{mark}.mp4", size=9, mark="", actor=client, now=TODAY
        ).pk,
        "waiting_id": makers.waiting(case, actor=client, now=TODAY).pk,
        "membership_id": team.memberships.get(person=advocate).pk,
        "list_draft_id": _list(case, mark, 1, client=client).pk,
        "correction_id": _correction(team, mark, by=advocate).pk,
        "list_added_id": _added(_list(case, mark, 2, client=client), client=client).pk,
    }  # fmt: skip
    named["effect_id"] = effects.note_effect(
        case, said=effects.Said(words=f"Effect {mark}"), actor=client, now=TODAY
    ).pk
    named["redaction_id"] = makers.covered(found.exhibit, actor=client, now=TODAY).pk
    named["unmade_id"] = _unmade(case, mark, 2, DossierState.DUE, client=client).pk
    named["stopped_id"] = _unmade(case, mark, 3, DossierState.STOPPED, client=client).pk
    named["mail_id"] = _mail(letters.approved, team, advocate=advocate).pk
    named["watch_id"] = watching.start(case, every_days=7, actor=client, now=TODAY).pk
    invited, gift = _helper(case, mark, client=client)
    named |= {"helper_id": invited.link.pk, "contribution_id": gift.pk}
    key = Authenticator.objects.create(
        user=client, type=Authenticator.Type.WEBAUTHN,
        data={"name": f"Key {mark}", "credential": passkey()},
    )  # fmt: skip
    asked = asking.ask_for_mandate(
        case, holder=advocate, scope=[Scope.DOSSIER], until=None, actor=advocate, now=TODAY
    )
    named["ask_id"] = asked.ask.pk
    names = {name: str(value) for name, value in named.items()}
    names |= {"asked": asked.token, "asked_code": asked.code}
    names |= _released(dossier, mark, client=client)
    names |= {"ref": case.ref, "token": invited.token, "pk": str(key.pk), **ANYWHERE}
    names["feed"] = feeds.switch_on(client, alarms=True, now=NOON)
    return Side(mark, team, case, letters, places[3], names)


def _mail(letter: Notice, team: Organisation, *, advocate: Person) -> OutgoingMail:
    """An account nobody can be reached by, and a mail that waits in it."""
    MailAccount.objects.create(
        organisation=team, host="127.0.0.1", from_address=MAIL_FROM, reply_to=MAIL_FROM,
        changed_at=NOON, changed_by=advocate,
    )  # fmt: skip
    return OutgoingMail.objects.create(
        notice=letter, message_id=f"<{letter.pk.hex}@team.example>", digest=letter.digest,
        recipient="abuse@service.example", from_address=MAIL_FROM, reply_to=MAIL_FROM,
        queued_at=NOON, queued_by=advocate, asked_at=NOON, due_at=NOON,
    )  # fmt: skip


def _correction(team: Organisation, mark: str, *, by: Person) -> Correction:
    """What the team found wrong with the entry that every door is tried with."""
    return corrections.keep(
        registry().platforms[ANYWHERE["slug"]],
        organisation=team,
        says=Says.WRONG,
        found=corrections.Found("channels[0]", f"Read {mark}", NOON.date(), f"Right {mark}"),
        actor=by,
        now=NOON,
    )


def _list(case: Case, mark: str, number: int, *, client: Person) -> Import:
    """A list looked over: one new place and one row that is none."""
    given = f"https://pictures.example/{mark}/{number}\nmagnet:?xt={mark}".encode()
    whole = imports.begin(case, given=given, is_workbook=False, zone="UTC", actor=client, now=NOON)
    makers.work(whole)
    return whole


def _added(whole: Import, *, client: Person) -> Import:
    imports.ask_to_add(whole, actor=client, now=NOON)
    makers.work(whole)
    return whole


def _mandate(case: Case, mark: str, *, holder: Person, client: Person) -> Mandate:
    return Mandate.objects.create(
        case=case, holder=holder, scope=[Scope.NOTICES], words=f"Words {mark}",
        way=MandateWay.ONLINE, given_at=NOON, recorded_by=client,
    )  # fmt: skip


def _place(case: Case, mark: str, post: str) -> Sighting:
    seen = Noticed(
        seen_at=NOON, seen_zone="Europe/Berlin", uploader=mark, posted_text=mark,
        hashtags=f"#{mark}", note=f"Noticed {mark}",
    )  # fmt: skip
    link = f"https://x.com/{mark}/status/{post}"
    place = makers.sighting(case, actor=case.opened_by, link=link, noticed=seen)
    observations.observe(
        place, presence=Presence.LIVE, observed_at=NOON, note=f"Look {mark}",
        actor=case.opened_by, now=NOON,
    )  # fmt: skip
    return place


def _match(case: Case, mark: str, *, client: Person) -> Match:
    picture = encoded(drawn_picture(3))
    kept: Exhibit = exhibits.keep(
        case, io.BytesIO(picture), name=f"{mark}.png", actor=client, now=NOON
    ).exhibit
    claimed = readings.claim(now=NOON, only=kept.pk)
    assert claimed is not None
    readings.read(claimed, now=NOON)
    given: Reference = references.give(
        case, io.BytesIO(picture), name=f"{mark}.png", label=f"Own {mark}", keeping=Keeping.SEALED,
        actor=client, now=NOON,
    ).reference  # fmt: skip
    comparison = comparing.claim(now=NOON, only=kept.pk)
    assert comparison is not None
    comparing.look(comparison, now=NOON)
    return Match.objects.get(exhibit=kept, reference=given)


def _helper(case: Case, mark: str, *, client: Person) -> tuple[helping.Made, Contribution]:
    invited = helping.invite(case, label=f"Friend {mark}", days=30, actor=client, now=NOON)
    gift = helping.Gift(kind=Kind.CHAT, locator=f"Group {mark}", note=f"Given {mark}")
    given = helping.give(invited.link, gift=gift, file=None, file_name="", now=NOON)
    return invited, given


def _letters(
    case: Case, mark: str, places: list[Sighting], *, client: Person, advocate: Person
) -> Letters:
    draft, second, third = (_draft(case, mark, place, client=client) for place in places[:3])
    sent = sending.mark_sent(
        _approve(third, client=client), way=Way.FORM, sent_at=NOON + timedelta(minutes=5),
        reference=f"No {mark}", proof=None, actor=client, now=NOON + timedelta(hours=1),
    )  # fmt: skip
    answer = taking_answers.take_file(
        sent, io.BytesIO(with_attachment(b"rows")), name=f"{mark}.eml", text=f"Answer {mark}",
        came_at=NOON + timedelta(hours=2), actor=client, now=NOON + timedelta(hours=3),
    )  # fmt: skip
    sorting_answers.sort_reply(answer, kind=ReplyKind.ASKS, actor=client, now=NOON)
    replies.mark_read(sent, actor=advocate, now=NOON)
    clip = factories.sighting(case, f"https://streamable.com/{mark}")
    by_mail = _draft(case, mark, clip, client=client, platform="streamable")
    return Letters(draft, _approve(second, client=client), sent, _approve(by_mail, client=client))


def _draft(
    case: Case, mark: str, place: Sighting, *, client: Person, platform: str = "x"
) -> Notice:
    groups = proposals.proposals(case).groups
    group = next(group for group in groups if group.platform.id == platform)
    made = notices.draft_notice(
        case, group=group, route=group.routes[0], sightings=[place], actor=client, now=NOON
    )
    typed = {"signature_name": f"Signed {mark}"}
    return notices.change_notice(made, extra=typed, actor=client, now=NOON)


def _approve(notice: Notice, *, client: Person) -> Notice:
    prepared = notices.prepare(notice, written_on=NOON.date())
    assert prepared.letter is not None
    return notices.approve_notice(
        notice, digest=prepared.digest,
        declarations=[declared.key for declared in prepared.letter.declarations],
        written_on=NOON.date(), actor=client, now=NOON,
    )  # fmt: skip


def _dossier(case: Case, mark: str, *, client: Person) -> Dossier:
    bundle = vault.keep(case, io.BytesIO(f"Bundle {mark}".encode()), most_bytes=1024, now=NOON)
    return Dossier.objects.create(
        case=case, version=1, purpose=Purpose.LAWYER, reader=f"Reader {mark}",
        state=DossierState.READY, progress=100, asked_at=NOON, asked_by=client, ready_at=NOON,
        pages=1, file=bundle,
    )  # fmt: skip


def _unmade(case: Case, mark: str, version: int, state: DossierState, *, client: Person) -> Dossier:
    return Dossier.objects.create(
        case=case, version=version, purpose=Purpose.LAWYER, reader=f"Reader {mark}", state=state,
        asked_at=NOON, asked_by=client,
    )  # fmt: skip


def _release(dossier: Dossier, mark: str, *, client: Person) -> releasing.Given:
    terms = releasing.Terms(
        reader=f"Chambers {mark}", role=ReaderRole.COUNSEL, part=Part.BUNDLE, days=90, most=50,
        compares=20,
    )  # fmt: skip
    return releasing.release(dossier, terms=terms, actor=client, now=TODAY)


def _released(dossier: Dossier, mark: str, *, client: Person) -> dict[str, str]:
    """One release that runs, one that ran out, one that was ended."""
    runs, late, ended = (_release(dossier, mark, client=client) for _ in range(3))
    Release.objects.filter(pk=late.release.pk).update(expires_at=NOON)
    releasing.end(ended.release, actor=client, now=TODAY)
    return {
        "release_id": str(runs.release.pk), "released_id": str(runs.release.pk),
        "released": runs.token, "released_code": runs.code, "label": "EX-0001",
        "released_late_id": str(late.release.pk), "released_late": late.token,
        "released_ended_id": str(ended.release.pk), "released_ended": ended.token,
    }  # fmt: skip
