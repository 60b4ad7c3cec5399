"""Why a way stands where it stands, in plain sentences."""

from collections.abc import Iterator

from takedowns.registry.schema import LegalBasis, Platform
from takedowns.routing.fitting import Route, seat_of
from takedowns.routing.situation import Sender, Situation, Tally


def reasons(route: Route, situation: Situation) -> Iterator[str]:
    """Does the service take it, is the rule in force where it matters, may this sender use it."""
    yield from _way(route)
    yield from _force(route, situation)
    yield _sender(route, situation)
    yield from _taking(route)


def _way(route: Route) -> Iterator[str]:
    basis, name = route.basis, route.called
    if basis is None:
        yield f"{name} acts on this under its own rules. No law is needed."
    elif basis.own_channel == route.channel.type:
        yield f"{name} has a way of its own for claims under {basis.short_title}."
    else:
        yield f"{basis.short_title} can be invoked in a letter to {_lower(name)}."


def _lower(name: str) -> str:
    return name.replace("The operator", "the operator")


def _force(route: Route, situation: Situation) -> Iterator[str]:
    basis = route.basis
    if basis is None:
        return
    since = f"has been in force since {basis.in_force_since.year}" if basis.in_force_since else ""
    if not since or basis.from_memory("in_force_since"):
        since = "is in force"
    yield f"The rule {since}. {_where(basis, route.platform, situation)}"


def _where(basis: LegalBasis, platform: Platform, situation: Situation) -> str:
    code, place = basis.jurisdiction.code, basis.jurisdiction.name
    if code in situation.chosen:
        return f"{place}: its rules were chosen for this case."
    if code in situation.near and situation.country:
        return f"{place}: it fits where {_person(situation)}."
    if code in seat_of(platform):
        return f"{place}: {platform.name} sits there."
    if code in situation.near:
        return f"{place}: it asks nobody where they live."
    return f"{place}: it is not known yet where {_person(situation)}."


def _person(situation: Situation) -> str:
    return "you live" if situation.mine else "the person lives"


def _sender(route: Route, situation: Situation) -> str:
    if route.sender is Sender.AGENT:
        who = route.sender_name or "Somebody who acts for the person"
        for_whom = "you" if situation.mine else "the person"
        return f"{who} may write it for {for_whom}."
    if situation.mine:
        return "You may write it yourself."
    return "It is written in the person’s own name, and only they can approve it."


def _taking(route: Route) -> Iterator[str]:
    channel, name = route.channel, route.called
    if channel.login_required is False:
        yield "No account is needed."
    elif channel.login_required is None:
        yield f"It is not known whether an account at {_lower(name)} is needed."
    if channel.max_urls:
        yield f"This way takes {_links(channel.max_urls)} at a time."


def _links(number: int) -> str:
    return "one link" if number == 1 else f"{number} links"


def clock(route: Route) -> str:
    """What time runs, if any."""
    basis, stated = route.basis, route.platform.stated_response
    if basis is not None and basis.countdown_runs:
        return f"The rule gives a time: {basis.deadline.text}."
    if basis is not None and basis.deadline.iso8601:
        return f"No clock is run for this rule: {basis.deadline.countdown_note}."
    if basis is not None:
        return "The rule gives no number of hours or days."
    if stated.iso8601:
        return f"{route.called} says of itself: {stated.text}."
    return "No time is known."


def warnings(route: Route, situation: Situation) -> Iterator[str]:
    """What to know before this way is taken."""
    if route.refused:
        yield route.refused
    if route.sender is Sender.AGENT and not situation.mandate:
        yield "There is no mandate yet. It is needed before this letter is approved."
    if route.channel.login_required:
        who = "You need" if situation.mine else "The sender needs"
        yield f"{who} to be signed in to {_lower(route.called)} for this way."
    yield from _of_the_rule(route.basis)


def _of_the_rule(basis: LegalBasis | None) -> Iterator[str]:
    if basis is None:
        return
    if any(each.under_penalty_of_perjury for each in basis.declarations):
        cost = f" {_sentence(basis.penalty)}." if basis.penalty else " A wrong one can be costly."
        yield f"This is a statement under penalty of perjury.{cost}"
    for window in basis.other_deadlines:
        if window.code == "window" and window.iso8601:
            yield f"{_sentence(window.what)} ({_days(window.iso8601)}, {window.ref})."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")


def _days(term: str) -> str:
    """`P10D/P14D (business days)` as people read it; any other term as it stands."""
    least, _, most = term.partition("/")
    amount, unit, rest = most.partition("D")
    if not (least.startswith("P") and least.endswith("D") and unit):
        return term
    kind = rest.strip(" ()") or "days"
    return f"{least[1:-1]} to {amount[1:]} {kind}"


def experience(tally: Tally | None) -> str:
    """How it went so far; empty where too few places are known to tell."""
    if tally is None or not tally.told:
        return ""
    counts = (
        (tally.removed, "removed"), (tally.refused, "refused"), (tally.pending, "waiting"),
        (tally.duplicate, "called a duplicate"), (tally.not_found, "not found"),
        (tally.other, "other"),
    )  # fmt: skip
    told = ", ".join(f"{number} {word}" for number, word in counts if number)
    hours = f" Half of the removals came within {_hours(tally.hours)}." if tally.hours else ""
    return f"Of {tally.places} places: {told}.{hours}"


def _hours(hours: float) -> str:
    if hours < 1:
        return "an hour"
    return f"{round(hours)} hours" if hours < 72 else f"{round(hours / 24)} days"
