"""Headers of silence, sessions that end, and the reader's zone."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.services.second_step import has_one, needs_one

Handler = Callable[[HttpRequest], HttpResponseBase]
SHARED_DEVICE = timedelta(minutes=5)
LONGEST = timedelta(hours=12)
TOUCH_SECONDS = 30
SEEN, BEGAN, STEPPED = "seen", "began", "stepped"
CLOSED = "You were away for a while, so we closed the notebook. Sign in to go on."
STEP_FIRST = (
    "You work with the cases of others, so a password alone is not enough. "
    "Set up a second step, then you can go on."
)
QUIET = {
    # "no-referrer" makes a browser send "Origin: null" with our own forms, which are then refused.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "X-DNS-Prefetch-Control": "off",
}


def quiet_headers(handler: Handler) -> Handler:
    """No page is kept by the browser; nothing is indexed or shared with another origin."""
    static = "/" + settings.STATIC_URL.lstrip("/")

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = handler(request)
        kept = response.headers.get("Cache-Control", "")
        if "no-store" not in kept and not request.path.startswith(static):
            response.headers["Cache-Control"] = "no-store"
        for name, value in QUIET.items():
            response.headers[name] = value
        return response

    return respond


def idle_sessions(handler: Handler) -> Handler:
    """Sign out after a while without a page, sooner on a device that others use, and at the
    latest twelve hours after signing in."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        now = timezone.now()
        person = request.user
        if isinstance(person, Person):
            if _is_over(request, person, now):
                logout(request)
                messages.info(request, CLOSED)
            else:
                _touch(request, now)
        response = handler(request)
        if isinstance(request.user, Person) and SEEN not in request.session:
            _touch(request, now)
        return response

    return respond


def _is_over(request: HttpRequest, person: Person, now: datetime) -> bool:
    idle = SHARED_DEVICE if person.shared_device else timedelta(minutes=settings.IDLE_MINUTES)
    since_page = now.timestamp() - _moment(request, SEEN, now)
    since_start = now.timestamp() - _moment(request, BEGAN, now)
    return since_page > idle.total_seconds() or since_start > LONGEST.total_seconds()


def _touch(request: HttpRequest, now: datetime) -> None:
    if BEGAN not in request.session:
        request.session[BEGAN] = now.timestamp()
    seen = request.session.get(SEEN)
    if seen is None or now.timestamp() - float(seen) > TOUCH_SECONDS:
        request.session[SEEN] = now.timestamp()


def _moment(request: HttpRequest, key: str, now: datetime) -> float:
    """Seconds since the epoch kept under `key`; now where there is none yet."""
    return float(request.session.get(key, now.timestamp()))


def second_step(handler: Handler) -> Handler:
    """Let nobody on who works with the cases of others until a second step is set up."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if not isinstance(person, Person) or request.path.startswith(_before_it()):
            return handler(request)
        if needs_one(person) and not request.session.get(STEPPED):
            if not has_one(person):
                messages.info(request, STEP_FIRST)
                return redirect("mfa_index")
            request.session[STEPPED] = True
        return handler(request)

    return respond


def _before_it() -> tuple[str, ...]:
    """Paths that everybody reaches: signing in and out, leaving, what is safe, one's own page."""
    doors = ("accounts:leave", "accounts:safety", "accounts:settings", "cases:helplines")
    return ("/in/", settings.STATIC_URL, *(reverse(door) for door in doors))


def readers_zone(handler: Handler) -> Handler:
    """Show every moment in the zone of the person who reads; an unknown zone is UTC."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if not isinstance(person, Person):
            return handler(request)
        try:
            zone = person.zone_info
        except (KeyError, ValueError, OSError):
            return handler(request)
        with timezone.override(zone):
            return handler(request)

    return respond
