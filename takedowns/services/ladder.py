"""The rungs of a claim: what was done, what time runs, and to whom it can go next."""

from datetime import datetime

from takedowns.models import Notice, NoticeState
from takedowns.services import letter_facts

Step = dict[str, str]


def steps(notice: Notice, *, now: datetime) -> list[Step]:
    """Steps for the ladder: taken, here, ahead. What is ahead comes from the rule's own entry."""
    here = _here(notice, now=now)
    basis = letter_facts.basis_of(notice)
    ahead = [
        {"state": "ahead", "label": rung.name, "note": _when(rung.when), "url": rung.url or ""}
        for rung in (basis.escalation if basis else ())
    ]
    if not ahead:
        ahead = [
            {"state": "ahead", "label": "A firmer letter to the same address", "note": ""},
            {"state": "ahead", "label": "The company that hosts it", "note": ""},
            {"state": "ahead", "label": "Search engines, so that it is not found", "note": ""},
        ]
    taken = [{"state": "taken", "label": "Written and approved", "note": ""}]
    return [*taken, here, *ahead]


def _here(notice: Notice, *, now: datetime) -> Step:
    if notice.state == NoticeState.APPROVED:
        return {"state": "here", "label": f"Send it to {notice.recipient}", "note": ""}
    if notice.state == NoticeState.DECIDED:
        return {"state": "here", "label": f"{notice.recipient} has answered", "note": ""}
    over = notice.due_at is not None and notice.due_at <= now
    label = f"The time for {notice.recipient} is over" if over else f"{notice.recipient} has to act"
    return {"state": "here", "label": label, "note": ""}


def _when(words: str) -> str:
    return words[:1].upper() + words[1:]
