"""Who gets in at each door: route name → parts that are let in, asked about Wren's case.

A route without a row fails `test_routes.py`; whoever adds a door decides here who may pass.
The parts are the people of `tests/conftest.py`: the client is Wren, the advocate Bea, the
supervisor Ada, the colleague Ida, the counsel Cy, the operator Otto, the stranger Dan.
"""

from enum import StrEnum


class Who(StrEnum):
    """A person at a door."""

    SIGNED_OUT = "signed out"
    CLIENT = "client"
    ADVOCATE = "advocate"
    SUPERVISOR = "supervisor"
    COLLEAGUE = "colleague"
    COUNSEL = "counsel"
    OPERATOR = "operator"
    STRANGER = "stranger"


EVERYONE = frozenset(Who)
SIGNED_IN = EVERYONE - {Who.SIGNED_OUT}
ON_THE_CASE = frozenset({Who.CLIENT, Who.ADVOCATE, Who.SUPERVISOR})
ITS_STAFF = ON_THE_CASE - {Who.CLIENT}
TEAMS = SIGNED_IN - {Who.CLIENT}

PUBLIC_DOORS = (
    "accounts:leave",
    "accounts:safety",
    "cases:helplines",
)
PERSONAL_DOORS = (
    "accounts:settings",
    "accounts:team",
    "accounts:team-new",
    "cases:home",
    "cases:case-open",
    "takedowns:platforms",
)
CASE_DOORS = (
    "cases:intake",
    "cases:case",
    "cases:case-timeline",
    "cases:case-contact",
    "cases:case-helplines",
    "cases:case-close",
    "evidence:sightings",
    "evidence:sighting-add",
    "evidence:sighting",
    "evidence:sighting-edit",
    "evidence:observation-add",
    "evidence:exhibits",
    "evidence:exhibit",
    "evidence:exhibit-add",
    "evidence:exhibit-outline",
    "evidence:exhibit-preview",
    "evidence:exhibit-original",
    "evidence:references",
    "evidence:reference-add",
    "evidence:match-decide",
    "takedowns:notices",
    "takedowns:notice-propose",
    "takedowns:notice",
    "takedowns:notice-approve",
    "takedowns:notice-companion",
    "takedowns:notice-eml",
    "takedowns:notice-pdf",
    "takedowns:notice-send",
    "takedowns:notice-outcome",
    "takedowns:reply-add",
    "takedowns:follow-up-done",
    "takedowns:next-step",
    "dossiers:dossiers",
    "dossiers:dossier-new",
    "dossiers:dossier",
    "dossiers:dossier-progress",
    "dossiers:dossier-download",
)
STAFF_DOORS = ("cases:case-assign", "cases:note-add")
TEAM_DOORS = ("takedowns:today", "takedowns:caseload")

# allauth's doors: to come in, and for a person who is in.
SIGN_IN_DOORS = (
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
ACCOUNT_DOORS = (
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "usersessions_list",
)

ACCESS: dict[str, frozenset[Who]] = {
    **dict.fromkeys(PUBLIC_DOORS, EVERYONE),
    **dict.fromkeys(SIGN_IN_DOORS, EVERYONE),
    **dict.fromkeys(ACCOUNT_DOORS, SIGNED_IN),
    **dict.fromkeys(PERSONAL_DOORS, SIGNED_IN),
    **dict.fromkeys(CASE_DOORS, ON_THE_CASE),
    **dict.fromkeys(STAFF_DOORS, ITS_STAFF),
    **dict.fromkeys(TEAM_DOORS, TEAMS),
    "cases:mandate": ON_THE_CASE,
    "cases:mandate-revoke": frozenset({Who.CLIENT}),
}
