"""Turns team permissions into pages: not yours is 404; yours, but not allowed, is 403."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

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
