"""Headers of silence, sessions that end, and the reader's zone."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts.models import Person

Handler = Callable[[HttpRequest], HttpResponseBase]
SHARED_DEVICE = timedelta(minutes=5)


def quiet_headers(handler: Handler) -> Handler:
    """Nothing is kept by the browser, indexed or shared with another origin."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = handler(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        response.headers["Origin-Agent-Cluster"] = "?1"
        response.headers["X-DNS-Prefetch-Control"] = "off"
        return response

    return respond


def idle_sessions(handler: Handler) -> Handler:
    """Sign out after a while without a page; sooner on a device that others use."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if isinstance(person, Person):
            now = timezone.now()
            last = request.session.get("seen")
            limit = (
                SHARED_DEVICE if person.shared_device else timedelta(minutes=settings.IDLE_MINUTES)
            )
            if last is not None and now.timestamp() - float(last) > limit.total_seconds():
                logout(request)
            elif last is None or now.timestamp() - float(last) > 30:
                request.session["seen"] = now.timestamp()
        return handler(request)

    return respond


def readers_zone(handler: Handler) -> Handler:
    """Show every moment in the zone of the person who reads."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if isinstance(person, Person):
            with timezone.override(person.zone_info):
                return handler(request)
        return handler(request)

    return respond
