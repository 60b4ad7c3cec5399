"""What the form behind each door would send: words that do change a row for whoever may."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Person, Role
from cases.models import Scope
from cases.models import Way as MandateWay
from dossiers.models import Part, ReaderRole
from dossiers.services import releasing
from evidence.models import Decision, Presence
from evidence.services.references import Keeping
from takedowns.drafting import Rung
from takedowns.models import Outcome, ReplyKind, Way
from takedowns.services import approving, climbing, notices, proposals, siblings
from tests.architecture.doors_world import MAIL_FROM, TODAY, Side
from tests.data.pictures import drawn_picture, encoded
from tests.evidence.stating import stated_by_device

Body = dict[str, object]
DAY = TODAY.date().isoformat()
PICTURE = encoded(drawn_picture(9, width=160, height=120))


def bodies(side: Side, *, supervisor: Person) -> dict[str, Callable[[], Body]]:
    """Route name → its form's fields, made anew each time, because a file is read only once."""
    made = {
        **_of_people(side, supervisor),
        **_of_evidence(),
        **_of_dossiers(side),
        **_of_letters(side, supervisor),
        **_of_what_came(side),
    }
    fixed = {name: _always(body) for name, body in made.items()}
    return fixed | {
        "evidence:exhibit-add": lambda: {"upload": _file(b"as it came", "kept.bin")},
        "evidence:reference-add": lambda: {
            "upload": _file(PICTURE, "own.png"), "label": "Own",
            "keeping": Keeping.FINGERPRINTS.value,
        },
    }  # fmt: skip


def _always(body: Body) -> Callable[[], Body]:
    return lambda: body


def _file(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _of_people(side: Side, supervisor: Person) -> dict[str, Body]:
    return {
        "accounts:settings": {"display_name": "Another name", "zone": "Europe/Berlin"},
        "accounts:team-new": {"team-name": "Another team"},
        "accounts:team-code": {"role": Role.ADVOCATE, "username": ""},
        "accounts:team-role": {"role": Role.COUNSEL},
        "cases:case-open": {"client_name": "Somebody", "organisation": side.team.pk},
        "cases:intake": {"facts": "Something else matters."},
        "cases:case-contact": {"name": "Somebody", "mail": "somebody@mailbox.example"},
        "cases:mandate": {
            "scope": list(Scope), "holder": supervisor.pk, "way": MandateWay.IN_PERSON,
            "witness": "Somebody",
        },
        "cases:mandate-ask": {"scope": list(Scope), "holder": supervisor.pk},
        "cases:mandate-answer": {"code": side.names["asked_code"], "answer": "yes"},
        "cases:case-assign": {"to": supervisor.pk},
        "cases:note-add": {"text": "A note."},
        "cases:effects": {"words": "No sleep.", "day": "", "quoted": "no"},
        "cases:case-share": {"end": "1"},
        "cases:case-keep": {"remind": "", "delete": "2030-01-01"},
        "cases:case-hold": {"reason": "A court case is open."},
        "cases:case-delete": {"typed": side.case.ref},
        "mfa_edit_webauthn": {"name": "Another name"},
    }  # fmt: skip


def _of_evidence() -> dict[str, Body]:
    return {
        "evidence:sighting-add": {"links": "https://pictures.example/view/9", "when": "now"},
        "evidence:import-add": {"text": "https://pictures.example/view/7"},
        "evidence:sighting-edit": {
            "address": "https://pictures.example/view/8", "when": "now", "note": "Another note.",
        },
        "evidence:observation-add": {"when": "now", "presence": Presence.GONE},
        "evidence:upload-begin": {"name": "kept.bin", "size": 12},
        "evidence:watch": {"days": "3"},
        "evidence:place-cosign": {"presence": Presence.LIVE, "when": "now"},
        "evidence:archive-add": {
            "address": "https://archive.example/copy/1", "when": "unknown",
        },
        "evidence:exhibit-preview": {"reason": "COMPARE"},
        "evidence:exhibit-cover": {
            "left": "8", "top": "8", "width": "40", "height": "30", "reason": "NAME",
        },
        "evidence:exhibit-describe": {"cropped": "NO", "when": "unknown"},
        "evidence:helper-add": {"label": "A friend", "days": "30"},
        "evidence:contribution-decide": {"decision": "ACCEPT"},
        "evidence:helper": {"address": "https://pictures.example/view/7", "when": "unknown"},
        "evidence:reference-stated": {
            "values": [stated_by_device(PICTURE)], "label": "Own",
        },
        "evidence:reference-cut": {"picks": ["1"]},
        "evidence:match-decide": {"decision": Decision.CONFIRMED},
    }  # fmt: skip


def _of_dossiers(side: Side) -> dict[str, Body]:
    dossier = side.case.dossiers.get(pk=side.names["dossier_id"])
    terms = releasing.Terms(
        reader="Chambers of Nobody", role=ReaderRole.COUNSEL, part=Part.DOCUMENT, days=14, most=5
    )
    words = releasing.words_of(dossier, terms, now=TODAY)
    return {
        "dossiers:released": {"code": side.names["released_code"]},
        "dossiers:released-compare": {"values": stated_by_device(PICTURE)},
        "dossiers:dossier-new": {"purpose": "LAWYER", "images": "NONE", "name": "no"},
        "dossiers:police-sheet": {"reach": "NOBODY", "name": "no"},
        "dossiers:dossier-locked": {"passphrase": "four quiet words more"},
        "dossiers:release-new": {
            "reader": terms.reader, "role": terms.role, "part": terms.part, "days": terms.days,
            "most": terms.most, "agreed": releasing.words_mark(words),
        },
    }  # fmt: skip


def _of_letters(side: Side, supervisor: Person) -> dict[str, Body]:
    group = next(
        group for group in proposals.proposals(side.case).groups if side.unasked in group.sightings
    )
    prepared = notices.prepare(side.letters.draft, written_on=TODAY.date())
    assert prepared.letter is not None
    place = side.case.sightings.get(pk=side.names["sighting_id"])
    police = next(each for each in climbing.targets(side.letters.sent) if each.rung == Rung.POLICE)
    return {
        "takedowns:entry-wrong": {
            "field": "channels[0]", "text": "It moved.", "source": "Their page", "read_date": DAY,
        },
        "takedowns:entry-checked": {
            "field": "hosts", "source": "Their page", "read_date": DAY,
        },
        "takedowns:sibling-add": {"address": siblings.proposed(place)[0].address},
        "takedowns:today-outcome": {
            "notices": [str(side.letters.sent.pk)], "outcome": Outcome.REMOVED,
        },
        "takedowns:caseload": {"cases": [side.case.ref], "to": supervisor.pk},
        "takedowns:notice-propose": {
            "group": group.key, "route": group.routes[0].key, "places": [str(side.unasked.pk)],
        },
        "takedowns:notice-question": {"taker": "SELF"},
        "takedowns:notice-less": {"choice": "name:agent"},
        "takedowns:letters-write": {
            "groups": [group.key], f"way:{group.key}": group.routes[0].key,
        },
        "takedowns:letters-approve": _ticked(side),
        "takedowns:letters-answer": {"nonconsent_facts": "This was never agreed to."},
        "takedowns:notice": {"signature_name": "Somebody"},
        "takedowns:notice-approve": {
            "digest": prepared.digest,
            "declarations": [declared.key for declared in prepared.letter.declarations],
        },
        "takedowns:notice-copied": {"field": "content_urls", "done": "1"},
        "takedowns:notice-mail": {
            "digest": side.letters.by_mail.digest, "from_address": MAIL_FROM,
        },
        "takedowns:mail-decide": {"decision": "stop"},
        "takedowns:mail-account": {
            "from_address": "letters@team.example", "reply_to": "answers@team.example",
            "host": "127.0.0.1", "port": "587", "security": "STARTTLS", "username": "",
        },
        "takedowns:notice-send": {"way": Way.FORM, "day": DAY, "time": "09:00"},
        "takedowns:ladder-choose": {"to": climbing.key_of(police)},
        "takedowns:ladder-pass": {"rung": Rung.HOST.value, "reason": "It does not help."},
    }  # fmt: skip


def _of_what_came(side: Side) -> dict[str, Body]:
    """Answers, outcomes, times, and who is responsible."""
    hung = side.letters.sent.replies.get().attachments.get()
    items = [str(item.pk) for item in side.letters.sent.items.all()]
    return {
        "takedowns:notice-outcome": {"items": items, "outcome": Outcome.REMOVED},
        "takedowns:today-answer": {"text": "Ticket 4471-209"},
        "takedowns:reply-sort": {"kind": ReplyKind.ACK, "ticket": "4471-209"},
        "takedowns:reply-outcome": {"items": items, "outcome": Outcome.REMOVED},
        "takedowns:reply-attachments": {"chosen": [str(hung.pk)]},
        "takedowns:follow-up-later": {"day": (TODAY + timedelta(days=3)).date().isoformat()},
        "takedowns:notice-clock": {
            "what": "RECEIVED", "received-day": DAY, "received-time": "09:00",
        },
        "takedowns:reminders": {
            "quiet": "NEVER", "digest": "DAILY", "digest_hour": "7", "digest_weekday": "2",
        },
        "takedowns:reminders-feed": {"do": "on"},
        "takedowns:responsible-paste": {"answer": "Registrar: A Company"},
        "takedowns:responsible-hand": {"role": "host", "mail": "abuse@company.example"},
        "takedowns:reply-add": {"text": "We looked at it.", "day": DAY},
    }  # fmt: skip


def _ticked(side: Side) -> Body:
    """The one draft, ticked with its word as its page shows it."""
    [part] = approving.shared_parts(
        approving.ready(side.case, drafts=approving.drafts_of(side.case), written_on=TODAY.date())
    )
    [letter] = part.letters
    said = letter.prepared.letter.declarations if letter.prepared.letter else ()
    return {
        "letters": [f"{letter.notice.pk}:{letter.prepared.digest}:{part.key}"],
        f"word-{part.key}": [word.key for word in said],
    }
