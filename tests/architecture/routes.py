"""Who gets in at each door: one row for every route, asked about the harbour's things.

Wren is the client, Bea her advocate, Ada the supervisor, Ida a colleague without the case, Cy the
counsel and Otto the operator of the same team; June is a client, Dan an advocate and Vera the
supervisor of the other team; Sol was a supervisor and is suspended. Three readers have no account:
each had a release open that runs, ran out, or was ended. A route without a row fails
`test_routes.py`; whoever adds a door decides here who may pass. `test_doors.py` tries them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any


class Who(StrEnum):
    """A person at a door."""

    SIGNED_OUT = "signed out"
    SUSPENDED = "suspended"
    CLIENT = "client"
    ADVOCATE = "advocate"
    SUPERVISOR = "supervisor"
    COLLEAGUE = "colleague"
    COUNSEL = "counsel"
    OPERATOR = "operator"
    STRANGER = "stranger"
    OTHER_CLIENT = "other client"
    OTHER_SUPERVISOR = "other supervisor"
    READER = "reader of a release"
    LATE_READER = "reader of a release that ran out"
    ENDED_READER = "reader of a release that was ended"


class About(Enum):
    """What a door is about, and so for whom it does not exist."""

    NOTHING = "nothing of anybody's"
    CASE = "a case"
    TEAM = "a team"
    KEY = "a person's own key"


EVERYONE = frozenset(Who)
READERS = frozenset({Who.READER, Who.LATE_READER, Who.ENDED_READER})
GONE_BY = READERS - {Who.READER}
SIGNED_IN = EVERYONE - READERS - {Who.SIGNED_OUT, Who.SUSPENDED}
ON_THE_CASE = frozenset({Who.CLIENT, Who.ADVOCATE, Who.SUPERVISOR})
ITS_STAFF = ON_THE_CASE - {Who.CLIENT}
KNOW_THE_CASE = ON_THE_CASE | {Who.COLLEAGUE}
IN_THE_TEAM = frozenset({Who.ADVOCATE, Who.SUPERVISOR, Who.COLLEAGUE, Who.COUNSEL, Who.OPERATOR})
WORKS = frozenset({Who.ADVOCATE, Who.SUPERVISOR, Who.COLLEAGUE, Who.STRANGER, Who.OTHER_SUPERVISOR})
LEADS = frozenset({Who.SUPERVISOR, Who.OTHER_SUPERVISOR})
KNOW_IT = {
    About.NOTHING: EVERYONE,
    About.CASE: KNOW_THE_CASE,
    About.TEAM: IN_THE_TEAM,
    About.KEY: frozenset({Who.CLIENT}),
}
"""For whom the harbour's thing exists; to everyone else a door about it is 404."""


NOBODY: frozenset[Who] = frozenset()


@dataclass(frozen=True)
class Door:
    """Who may enter, and the status they get for GET and POST; 405 is a method not taken.

    `otherwise` names who gets another status than the rest of those who may enter. `writes`
    names whose POST changes a row of the house (None: everyone who may enter, if a POST is
    taken). `letter` is the step of the letter a door of letters is tried with, `bundle` that of
    a bundle, `whole` that of the list of places.
    """

    get: int = 200
    post: int = 302
    enter: frozenset[Who] = ON_THE_CASE
    about: About = About.CASE
    otherwise: Mapping[frozenset[Who], tuple[int, int]] = field(default_factory=dict)
    writes: frozenset[Who] | None = None
    letter: str = "sent"
    bundle: str = "dossier"
    whole: str = "draft"

    @property
    def writers(self) -> frozenset[Who]:
        """Whose POST changes a row."""
        if self.writes is not None:
            return self.writes
        return NOBODY if self.post == 405 else self.enter

    def expects(self, who: Who, method: str) -> frozenset[int]:
        """The statuses that are right for this person."""
        if who in self.enter:
            statuses = next((own for some, own in self.otherwise.items() if who in some), None)
            get, post = statuses or (self.get, self.post)
            return frozenset({get if method == "GET" else post})
        return self.refuses(who, method, exists=who in KNOW_IT[self.about])

    def refuses(self, who: Who, method: str, *, exists: bool) -> frozenset[int]:
        """To sign in, 404 where it does not exist for them, 403 where it is not theirs to do.

        A method that is not taken may be refused first.
        """
        refused = 302 if who not in SIGNED_IN else 403 if exists else 404
        taken = (self.get if method == "GET" else self.post) != 405
        return frozenset({refused}) if taken else frozenset({refused, 405})


def _page(**more: Any) -> Door:
    """Only to be read."""
    return Door(post=405, **more)


def _act(post: int = 302, **more: Any) -> Door:
    """Only to be done."""
    return Door(get=405, post=post, **more)


def _open(get: int, post: int, **more: Any) -> Door:
    """For everyone; whoever is signed in may get another answer."""
    return Door(get, post, enter=EVERYONE, about=About.NOTHING, writes=NOBODY, **more)


def _inside(get: int = 200, post: int = 302, **more: Any) -> Door:
    """For whoever is signed in; it is about themselves."""
    more = {"enter": SIGNED_IN, "writes": NOBODY, **more}
    return Door(get, post, about=About.NOTHING, **more)


_HAVE_KEYS = frozenset({Who.CLIENT, Who.OTHER_CLIENT})
_OUT_AGAIN = {SIGNED_IN: (302, 302)}
_OWN_KEY = Door(enter=frozenset({Who.CLIENT}), about=About.KEY)

ACCOUNTS = {
    "leave": _open(303, 303),
    "safety": _open(200, 405),
    "settings": _inside(writes=SIGNED_IN),
    "team": _inside(200, 405),
    "team-new": _inside(writes=SIGNED_IN),
    "team-code": Door(post=200, enter=frozenset({Who.SUPERVISOR}), about=About.TEAM, writes=NOBODY),
    "team-role": Door(enter=frozenset({Who.SUPERVISOR}), about=About.TEAM),
    "team-remove": Door(enter=ITS_STAFF, about=About.TEAM),
}
CASES = {
    "home": _open(200, 405, otherwise={WORKS | {Who.CLIENT, Who.OTHER_CLIENT}: (302, 405)}),
    "helplines": _open(200, 405),
    "case-open": _inside(
        otherwise={frozenset({Who.STRANGER, Who.OTHER_SUPERVISOR}): (200, 200)},
        writes=SIGNED_IN - {Who.STRANGER, Who.OTHER_SUPERVISOR},
    ),
    "case-code": _inside(200, 405, otherwise={SIGNED_IN - LEADS: (403, 405)}),
    "case": _page(),
    "intake": Door(),
    "case-timeline": _page(),
    "case-contact": Door(),
    "case-helplines": _page(),
    "mandate": Door(),
    "mandate-revoke": _act(),
    "mandate-ask": Door(post=200, enter=ITS_STAFF),
    "mandate-unask": _act(enter=ITS_STAFF),
    "mandate-answer": Door(post=200, enter=EVERYONE, about=About.NOTHING),
    "case-assign": Door(enter=ITS_STAFF),
    "note-add": Door(enter=ITS_STAFF),
    "effects": Door(),
    "effect-quote": _act(enter=frozenset({Who.CLIENT})),
    "effect-remove": Door(otherwise={ITS_STAFF: (404, 404)}, writes=frozenset({Who.CLIENT})),
    "case-share": Door(enter=frozenset({Who.CLIENT})),
    "case-close": Door(),
    "case-keep": Door(),
    "case-hold": _act(),
    "case-delete": Door(otherwise={ITS_STAFF: (200, 422)}, writes=frozenset({Who.CLIENT})),
}
EVIDENCE = {
    "sightings": _page(),
    "sighting-add": Door(),
    "sighting": _page(),
    "sighting-edit": Door(),
    "observation-add": _act(),
    "spread": _page(),
    "place-recheck": Door(302, 302),
    "watch": Door(),
    "watch-end": _act(),
    "import-add": Door(),
    "import": _page(),
    "import-progress": Door(302, 405),
    "import-faults": _page(),
    "import-take": _act(),
    "import-undo": _act(whole="added"),
    "import-discard": _act(),
    "place-cosign": Door(writes=ITS_STAFF, otherwise={frozenset({Who.CLIENT}): (200, 422)}),
    "archive-add": Door(),
    "exhibit-describe": Door(),
    "helpers": _page(),
    "helper-add": Door(post=200),
    "helper-end": _act(),
    "contribution-decide": _act(),
    "helper": Door(enter=EVERYONE, about=About.NOTHING),
    "exhibits": _page(),
    "exhibit": _page(),
    "exhibit-add": Door(),
    "exhibit-outline": _page(),
    "exhibit-preview": _act(200),
    "exhibit-original": _page(),
    "exhibit-cover": Door(writes=frozenset({Who.CLIENT}), otherwise={ITS_STAFF: (200, 403)}),
    "exhibit-uncover": _act(writes=frozenset({Who.CLIENT}), otherwise={ITS_STAFF: (405, 403)}),
    "upload-begin": _act(201),
    "upload": _page(),
    "match": _page(),
    "match-outline": _page(),
    "exhibit-imprint": _page(),
    "exhibit-place": _act(200),
    "match-decide": _act(),
    "looked": _page(),
    "custody": _page(),
    "custody-check": _act(),
    "custody-proof": Door(302, 405),
    "references": _page(),
    "reference-add": Door(),
    "reference-remove": Door(),
    "reference-stated": _act(),
    "reference-cut": Door(
        otherwise={ON_THE_CASE - {Who.CLIENT}: (404, 404)}, writes=frozenset({Who.CLIENT})
    ),
    "reference-drawing": Door(200, 405, otherwise={ON_THE_CASE - {Who.CLIENT}: (404, 405)}),
}
TAKEDOWNS = {
    "today": _inside(200, 405, otherwise={frozenset({Who.CLIENT, Who.OTHER_CLIENT}): (302, 405)}),
    "today-answer": _inside(
        200, 200, otherwise={SIGNED_IN - WORKS: (302, 302)},
    ),
    "today-outcome": _inside(
        405, 422, writes=ITS_STAFF,
        otherwise={
            ITS_STAFF: (405, 302), frozenset({Who.CLIENT, Who.OTHER_CLIENT}): (405, 302),
            frozenset({Who.COUNSEL, Who.OPERATOR}): (405, 200),
        },
    ),
    "caseload": _inside(
        302, 302, writes=frozenset({Who.SUPERVISOR}),
        otherwise={
            frozenset({Who.SUPERVISOR}): (200, 302), frozenset({Who.OTHER_SUPERVISOR}): (200, 422),
            WORKS - LEADS: (200, 403),
        },
    ),
    "platforms": _inside(200, 405),
    "platform": _inside(200, 405),
    "rules": _inside(200, 405),
    "rule": _inside(200, 405),
    "services": _inside(200, 405),
    "service": _inside(200, 405),
    "entry-wrong": _inside(otherwise={SIGNED_IN - WORKS: (403, 403)}, writes=WORKS),
    "entry-checked": _inside(otherwise={SIGNED_IN - WORKS: (403, 403)}, writes=WORKS),
    "correction-withdraw": _act(enter=ITS_STAFF | {Who.COLLEAGUE}, about=About.TEAM),
    "siblings": _page(),
    "sibling-add": _act(),
    "next-step": _page(),
    "responsible": _page(),
    "responsible-ask": _act(),
    "responsible-paste": _act(),
    "responsible-hand": _act(),
    "notices": _page(),
    "notice-propose": Door(),
    "notice-question": Door(),
    "letters-write": Door(),
    "letters-approve": Door(
        otherwise={frozenset({Who.SUPERVISOR}): (200, 422)},
        writes=frozenset({Who.CLIENT, Who.ADVOCATE}),
    ),
    "letters-answer": _act(),
    "letters-ask": _act(enter=ITS_STAFF, writes=frozenset({Who.SUPERVISOR})),
    "notice": Door(letter="draft"),
    "notice-less": _act(letter="draft"),
    "notice-approve": _act(
        letter="draft", writes=frozenset({Who.CLIENT, Who.ADVOCATE}),
    ),
    "notice-reopen": _act(letter="approved"),
    "notice-withdraw": _act(letter="draft"),
    "notice-companion": _page(letter="approved"),
    "notice-copied": _act(letter="approved"),
    "notice-mail": _act(letter="by_mail", enter=ITS_STAFF),
    "mail-decide": _act(enter=ITS_STAFF),
    "mail-account": Door(enter=frozenset({Who.SUPERVISOR}), about=About.TEAM),
    "mail-account-test": _act(
        enter=frozenset({Who.SUPERVISOR}), about=About.TEAM, writes=NOBODY
    ),
    "mail-account-remove": _act(enter=frozenset({Who.SUPERVISOR}), about=About.TEAM),
    "notice-eml": _page(letter="approved"),
    "notice-pdf": _page(letter="approved"),
    "notice-xarf": Door(302, 405, letter="approved"),
    "notice-send": Door(302, 302, letter="approved"),
    "notice-outcome": _act(),
    "reply-add": Door(),
    "reply": _page(),
    "reply-sort": _act(),
    "reply-outcome": _act(),
    "reply-asked-done": _act(),
    "reply-attachments": _act(),
    "reply-signature": _act(),
    "notice-ladder": _page(),
    "ladder-choose": _act(),
    "ladder-pass": _act(),
    "follow-up-done": _act(),
    "follow-up-later": _act(),
    "notice-clock": Door(),
    "reminders": _inside(writes=SIGNED_IN),
    "reminders-feed": _inside(405, 200, writes=SIGNED_IN),
    "calendar": Door(200, 405, enter=EVERYONE, about=About.NOTHING, writes=NOBODY),
}  # fmt: skip
_READS = frozenset({Who.READER})
DOSSIERS = {
    "check": _open(200, 405),
    "dossiers": _page(),
    "dossier-new": Door(),
    "dossier": _page(),
    "dossier-progress": Door(302, 405),
    "dossier-download": _page(),
    "dossier-locked": _act(200),
    "dossier-stop": _act(bundle="unmade"),
    "dossier-go-on": _act(bundle="stopped"),
    "case-take": _page(enter=frozenset({Who.CLIENT})),
    "take-all": _inside(200, 405),
    "release-new": Door(
        post=200, otherwise={ITS_STAFF: (200, 422)}, writes=frozenset({Who.CLIENT})
    ),
    "releases": _page(),
    "release": _page(),
    "release-paper": _page(),
    "mandate-paper": _page(),
    "police-sheet": Door(post=200),
    "notice-receipt": _page(letter="sent"),
    "release-end": _act(),
    "released": Door(
        post=200,
        enter=EVERYONE,
        about=About.NOTHING,
        otherwise={GONE_BY: (404, 404)},
        writes=EVERYONE - GONE_BY,
    ),
    "released-file": Door(
        405,
        404,
        enter=EVERYONE,
        about=About.NOTHING,
        otherwise={_READS: (405, 200)},
        writes=_READS,
    ),
    "released-compare": Door(
        405,
        404,
        enter=EVERYONE,
        about=About.NOTHING,
        otherwise={_READS: (405, 200)},
        writes=_READS,
    ),
    "released-picture": Door(405, 404, enter=EVERYONE, about=About.NOTHING, writes=NOBODY),
}
SIGN_IN = {
    "account_confirm_email": _open(200, 404),
    "account_confirm_login_code": _open(302, 302),
    "account_email_verification_sent": _open(200, 405),
    "account_inactive": _open(200, 405),
    "account_login": _open(200, 200, otherwise=_OUT_AGAIN),
    "account_logout": _open(302, 302, otherwise={SIGNED_IN: (200, 302)}),
    "account_reset_password": _open(200, 200),
    "account_reset_password_done": _open(200, 405),
    "account_reset_password_from_key": _open(200, 200),
    "account_reset_password_from_key_done": _open(200, 405),
    "account_signup": _open(200, 200, otherwise=_OUT_AGAIN),
    "mfa_authenticate": _open(302, 302),
    "mfa_login_webauthn": _open(302, 302),
    "account_change_password": _inside(200, 200),
    "account_email": _inside(),
    "account_reauthenticate": _inside(200, 200),
    "account_set_password": _inside(302, 302),
    "mfa_activate_totp": _inside(200, 200),
    "mfa_add_webauthn": _inside(200, 200),
    "mfa_deactivate_totp": _inside(404, 404),
    "mfa_download_recovery_codes": _inside(404, 404),
    "mfa_edit_webauthn": _OWN_KEY,
    "mfa_generate_recovery_codes": _inside(
        200, 200, writes=_HAVE_KEYS, otherwise={_HAVE_KEYS: (200, 302)}
    ),
    "mfa_index": _inside(200, 405),
    "mfa_list_webauthn": _inside(200, 405),
    "mfa_reauthenticate": _inside(302, 302),
    "mfa_reauthenticate_webauthn": _inside(302, 302, otherwise={_HAVE_KEYS: (200, 302)}),
    "mfa_remove_webauthn": _OWN_KEY,
    "mfa_view_recovery_codes": _inside(404, 405),
    "usersessions_list": _inside(200, 302),
}
"""The sign-in library's own doors."""


def _named(app: str, doors: Mapping[str, Door]) -> dict[str, Door]:
    return {f"{app}:{name}": door for name, door in doors.items()}


DOORS: dict[str, Door] = {
    **_named("accounts", ACCOUNTS),
    **_named("cases", CASES),
    **_named("evidence", EVIDENCE),
    **_named("takedowns", TAKEDOWNS),
    **_named("dossiers", DOSSIERS),
    **SIGN_IN,
}
