"""The places of a case."""

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.places import ObservationForm, SightingChangeForm
from evidence.models import Kind, Presence, Sighting
from evidence.services import observations
from evidence.services import sightings as services
from evidence.services.helping import waiting_in
from evidence.services.sightings import Noticed
from evidence.services.unlinked import Unlinked, unlinked_of
from evidence.views.pages import PAGE, page
from evidence.views.rechecks import rechecked
from evidence.views.standing import witnessed

TONES: dict[str, str] = {
    Presence.LIVE: "open",
    Presence.GONE: "gone",
    Presence.RESTRICTED: "partly",
    Presence.LOGIN_WALL: "waiting",
}


@require_GET
@case_view(Permission.SEE)
def sightings(request: HttpRequest, case: Case) -> HttpResponse:
    """All places, newest first; `?panel=1` gives the few lines the case page shows."""
    rows = Sighting.objects.filter(case=case).with_presence().order_by("-number")
    rows = rows.annotate(pictures=Count("exhibits"))
    if "panel" in request.GET:
        return page(
            request, case, "evidence/_sightings_panel.html",
            rows=shown(list(rows[:5])), total=rows.count(), waiting=waiting_in(case).count(),
        )  # fmt: skip
    rows_page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return page(
        request, case, "evidence/sightings.html",
        rows=shown(list(rows_page.object_list)), rows_page=rows_page,
        waiting=waiting_in(case).count(),
    )  # fmt: skip


def shown(rows: list[Sighting]) -> list[dict[str, object]]:
    """Each place with the word and the shape of what it showed last."""
    return [_shown(row) for row in rows]


def _shown(row: Sighting) -> dict[str, object]:
    presence = Presence(getattr(row, "presence", None) or Presence.UNKNOWN)
    return {
        "sighting": row,
        "page_kind": services.kind_in_words(row.page_kind),
        "state": presence.label,
        "tone": TONES.get(presence, "unknown"),
    }


@require_GET
@case_view(Permission.SEE)
def sighting(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """One place: where, when, what it showed, and the pictures of it."""
    return _place_page(request, case, sighting_id, form=ObservationForm())


def _place_page(
    request: HttpRequest, case: Case, sighting_id: UUID, *, form: ObservationForm
) -> HttpResponse:
    rows = (
        Sighting.objects.filter(case=case)
        .with_presence()
        .select_related("logged_by", "reached_from")
    )
    found = get_object_or_404(rows, pk=sighting_id)
    looks = found.observations.select_related("observer").order_by("-observed_at")
    return page(
        request,
        case,
        "evidence/sighting.html",
        row=shown([found])[0],
        sighting=found,
        seen_there=_seen_there(found),
        reached_from=found.reached_from,
        led_to=found.led_to.order_by("number")[:50],
        identifiers=[(name.replace("_", " "), text) for name, text in found.identifiers.items()],
        looks=[{"look": look, "tone": TONES.get(look.presence, "unknown")} for look in looks],
        exhibits=found.exhibits.select_related("file").order_by("number"),
        form=form,
        **witnessed(found, reader=reader_of(request)),
        **rechecked(found),
        status=422 if form.errors else 200,
    )


def _seen_there(found: Sighting) -> str:
    """The moment in the zone the person gave it in, with the zone named."""
    if found.seen_at is None:
        return ""
    local = found.seen_at.astimezone(ZoneInfo(found.seen_zone or "UTC"))
    return f"{date_format(local, 'D j M Y, H:i')} ({found.seen_zone or 'UTC'})"


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def sighting_edit(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Put right what is noted about a place."""
    found = get_object_or_404(Sighting, case=case, pk=sighting_id)
    form = SightingChangeForm(request.POST or None, sighting=found, initial=_initial(found))
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, f"What is noted about place {found.number} was changed.")
        return redirect("evidence:sighting", ref=case.ref, sighting_id=found.pk)
    return page(
        request, case, "evidence/sighting_edit.html",
        form=form, sighting=found, status=422 if form.errors else 200,
    )  # fmt: skip


def _changed(request: HttpRequest, form: SightingChangeForm) -> bool:
    now, actor = timezone.now(), reader_of(request)
    noticed = form.noticed(own_zone=actor.zone, now=now)
    if form.errors:
        return False
    try:
        services.change(
            form.sighting,
            noticed=_same_minute_kept(noticed, form.sighting),
            link=form.link,
            place=_unlinked(form),
            actor=actor,
            now=now,
        )
    except DomainError as fault:
        form.add_error("address" if "address" in form.fields else None, str(fault))
    return not form.errors


def _unlinked(form: SightingChangeForm) -> Unlinked | None:
    kind = Kind(form.sighting.kind)
    return None if kind == Kind.LINK else form.place(kind=kind)


def _same_minute_kept(noticed: Noticed, found: Sighting) -> Noticed:
    """The form shows no seconds: a moment left alone is not a new one."""
    if found.seen_at and noticed.seen_at == found.seen_at.replace(second=0, microsecond=0):
        return replace(noticed, seen_at=found.seen_at)
    return noticed


def _initial(found: Sighting) -> dict[str, object]:
    named = ("locator", "uploader", "posted_text", "views", "followers", "hashtags", "note")
    initial: dict[str, object] = {name: getattr(found, name) for name in named}
    known = unlinked_of(found)
    initial |= {
        "platform": known.platform, "handle": known.handle, "group": known.group,
        "message_number": known.message, "reached_account": found.reached_account,
        "reached_from": found.reached_from.number if found.reached_from else None,
    }  # fmt: skip
    initial |= {"address": found.as_seen, "zone": found.seen_zone, "when": "unknown"}
    if found.seen_at is not None:
        local = found.seen_at.astimezone(ZoneInfo(found.seen_zone or "UTC"))
        initial |= {"when": "at", "seen_date": local.date(), "seen_time": local.time()}
    return initial


@require_http_methods(["POST"])
@case_view(Permission.LOG)
def observation_add(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Add what a place showed."""
    found = get_object_or_404(Sighting, case=case, pk=sighting_id)
    form = ObservationForm(request.POST)
    if not form.is_valid() or not _observed(request, form, found):
        return _place_page(request, case, sighting_id, form=form)
    messages.success(request, "That is noted.")
    return redirect("evidence:sighting", ref=case.ref, sighting_id=found.pk)


def _observed(request: HttpRequest, form: ObservationForm, found: Sighting) -> bool:
    now, actor = timezone.now(), reader_of(request)
    observed_at, _ = form.moment(own_zone=actor.zone, now=now)
    if observed_at is None:
        return False
    try:
        observations.observe(
            found,
            presence=Presence(form.cleaned_data["presence"]),
            observed_at=observed_at,
            note=form.cleaned_data["note"],
            actor=actor,
            now=now,
        )
    except DomainError as fault:
        form.add_error(None, str(fault))
    return not form.errors
