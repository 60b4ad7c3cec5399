"""Legal bases as pages: what a notice needs, what time runs, what follows, and where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from takedowns.registry.entries import is_from_memory
from takedowns.registry.loader import registry
from takedowns.registry.schema import LegalBasis
from takedowns.services.corrections import Notes
from takedowns.views.registry_words import (
    BASIS_TYPES,
    FROM_MEMORY,
    STATUSES,
    Mark,
    asked_of,
    entry_frame,
    holds,
    is_fresh_as,
    list_frame,
    mark_of,
    own_book,
    place_of,
)

Part = TypeVar("Part")
ROLES = {
    "depicted_person": "The person shown", "authorised_agent": "Somebody acting for them",
    "anyone": "Anyone", "data_subject": "The person the data is about",
    "copyright_owner": "Whoever holds the copyright", "trusted_flagger": "A trusted flagger",
    "police_report": "By a report to the police",
    "designated_institution": "A designated institution",
    "legal_representative": "A legal representative",
    "attorney_or_reliability_body": "A lawyer or a recognised body",
    "bereaved_family": "The family of a person who died", "parent_guardian": "A parent or guardian",
}  # fmt: skip


@require_safe
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule we know, narrowed by words, type and freshness."""
    every = sorted(
        registry().legal_bases.values(), key=lambda each: (each.jurisdiction.name, each.title)
    )
    asked = asked_of(request, BASIS_TYPES)
    book = own_book(request)
    lines = [
        {
            "basis": each,
            "type": BASIS_TYPES[each.type],
            "status": STATUSES[each.status],
            "memory": _has_memory(each),
            "wrong": len(book.of(each).wrong),
        }
        for each in every
        if _fits(each, asked)
    ]
    context = {
        **list_frame(request),
        **asked,
        "lines": lines,
        "narrowed": any(asked.values()),
        "total": len(every),
        "kinds": BASIS_TYPES.items(),
    }
    return render(request, "takedowns/rules.html", context)


@require_safe
@login_required
def rule(request: HttpRequest, rule_slug: str) -> HttpResponse:
    """One rule in full."""
    found = registry().legal_bases.get(rule_slug)
    if found is None:
        raise Http404
    notes = own_book(request).of(found)
    named = ("citation", "status", "in_force_since", "deadline", "penalty", "addressees")
    context = {
        **entry_frame(request, found, notes),
        "basis": found,
        "type": BASIS_TYPES[found.type],
        "status": STATUSES[found.status],
        "covers": list(_covered(found)),
        "marks": {name: mark_of(notes, name) for name in (*named, "not_addressees")},
        "notifiers": [
            (ROLES[each.role], each.proof, mark)
            for each, mark in _marked(notes, "who_may_notify", found.who_may_notify)
        ],
        "elements": _marked(notes, "required_elements", found.required_elements),
        "declarations": _marked(notes, "declarations", found.declarations),
        "other_deadlines": _marked(notes, "other_deadlines", found.other_deadlines),
        "escalation": _marked(notes, "escalation", found.escalation),
        "duties": _marked(notes, "outcome_duties", found.outcome_duties),
        "caveats": _marked(notes, "caveats", found.caveats),
        "sources": [place_of(source.ref, source.note) for source in found.sources],
    }
    return render(request, "takedowns/rule.html", context)


def _marked(notes: Notes, name: str, parts: Sequence[Part]) -> list[tuple[Part, Mark]]:
    return [(part, mark_of(notes, f"{name}[{at}]")) for at, part in enumerate(parts)]


def _covered(basis: LegalBasis) -> Iterator[tuple[str, bool | None]]:
    """What is covered in words; None where nobody knows."""
    yield "Real pictures and films", basis.covers.authentic_images
    yield "Made or altered pictures", basis.covers.synthetic_images
    yield "Threats alone", basis.covers.threats_only
    yield "People under 18", basis.covers.minors
    yield "Only where the copyright is yours", basis.covers.copyright_needed


def _has_memory(basis: LegalBasis) -> bool:
    """Whether the rule as a whole or its time stands here from memory."""
    return basis.confidence == FROM_MEMORY or is_from_memory(basis, "deadline")


def _fits(basis: LegalBasis, asked: Mapping[str, str]) -> bool:
    told = (basis.title, basis.short_title, basis.citation, basis.jurisdiction.name)
    return (
        holds(asked["words"], told)
        and asked["kind"] in {"", basis.type}
        and is_fresh_as(
            asked["fresh"], basis, memory=_has_memory(basis), today=timezone.localdate()
        )
    )
