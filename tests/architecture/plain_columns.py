"""Columns of a case's rows that stay clear in the database, each with its reason.

A column of text that is neither sealed nor named here fails `test_sealed_columns.py`.
"""

OPEN_LIST = "a short word of the program, from a list it knows"
COUNTED = "the database searches, sorts or counts by it; it names no person and no page"
SECRET_DIGEST = "the digest of a random secret; nothing can be read off it"
KEY = "the name of a key, which opens nothing"

PLAIN: dict[str, str] = {
    "cases.Case.ref": "people say it aloud; random",
    "cases.Case.key_name": KEY,
    "cases.Case.country": COUNTED,
    "cases.Case.happened": OPEN_LIST,
    "cases.Case.intake_step": OPEN_LIST,
    "cases.Case.jurisdictions": OPEN_LIST,
    "cases.Case.passed_questions": OPEN_LIST,
    "cases.Mandate.kinds": OPEN_LIST,
    "cases.Mandate.platforms": OPEN_LIST,
    "cases.Mandate.rules": OPEN_LIST,
    "cases.Mandate.scope": OPEN_LIST,
    "cases.MandateAsk.code_digest": SECRET_DIGEST,
    "cases.MandateAsk.kinds": OPEN_LIST,
    "cases.MandateAsk.link_digest": SECRET_DIGEST,
    "cases.MandateAsk.platforms": OPEN_LIST,
    "cases.MandateAsk.rules": OPEN_LIST,
    "cases.MandateAsk.scope": OPEN_LIST,
    "cases.TimelineEvent.kind": OPEN_LIST,
}
