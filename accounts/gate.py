"""Turns team permissions into pages: not yours is 404; yours, but not allowed, is 403."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from accounts import access
from accounts.models import Membership, Organisation, Person

TeamView = Callable[[HttpRequest, Organisation], HttpResponse]
MemberView = Callable[[HttpRequest, Membership], HttpResponse]
Allows = Callable[[Person, Membership], bool]


def reader_of(request: HttpRequest) -> Person:
    """The person signed in; only behind a gate."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


PROVEN = timedelta(minutes=10)
"""For this long after a password, code or passkey nobody is asked again."""


def is_proven(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the person signed in or proved to be themselves within the last ten minutes."""
    records = get_authentication_records(request, request.user)
    since = (now - PROVEN).timestamp()
    return any(since <= float(record.get("at", 0)) <= now.timestamp() + 1 for record in records)


def require_proof(request: HttpRequest, *, now: datetime) -> None:
    """Ask "Is it still you?" first, unless that is proven; what was typed is kept meanwhile.

    Raises ReauthenticationRequired, which the sign-in library turns into its page and later into
    the same request again.
    """
    if not is_proven(request, now=now):
        raise ReauthenticationRequired


def proof_first(request: HttpRequest, *, then: str, now: datetime) -> HttpResponse | None:
    """The page that asks "Is it still you?" and goes on to `then`; None where that is proven.

    For downloads, which a browser would otherwise save in place of the page that asks.
    """
    if is_proven(request, now=now):
        return None
    way = get_adapter(request).get_reauthentication_methods(request.user)
    page = way[0]["url"] if way else "account_login"
    return redirect(f"{page}?{urlencode({'next': then})}" if way else page)


def team_view(permission: access.Permission) -> Callable[[TeamView], Callable[..., HttpResponse]]:
    """Give the view the team its id names, if this person may do `permission` in it."""

    def decorate(view: TeamView) -> Callable[..., HttpResponse]:
        @wraps(view)
        def gated(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
            person = reader_of(request)
            team = access.teams_of(person).filter(pk=organisation_id).first()
            if team is None:
                raise Http404
            if not access.can(person, permission, team):
                raise PermissionDenied
            return view(request, team)

        return login_required(gated)

    return decorate


def member_view(allows: Allows) -> Callable[[MemberView], Callable[..., HttpResponse]]:
    """Give the view the membership its id names, if `allows` says so for this person."""

    def decorate(view: MemberView) -> Callable[..., HttpResponse]:
        @wraps(view)
        def gated(request: HttpRequest, membership_id: UUID) -> HttpResponse:
            person = reader_of(request)
            visible = access.members_visible_to(person).select_related("organisation", "person")
            membership = visible.filter(pk=membership_id).first()
            if membership is None:
                raise Http404
            if not allows(person, membership):
                raise PermissionDenied
            return view(request, membership)

        return login_required(gated)

    return decorate
