"""Turns permissions into pages: not yours is 404; yours, but not allowed, is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import Person
from cases import access
from cases.models import Case

P = ParamSpec("P")
CaseView = Callable[Concatenate[HttpRequest, Case, P], HttpResponseBase]
RefView = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]


def reader_of(request: HttpRequest) -> Person:
    """The person signed in; only behind a gate."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def case_view(permission: access.Permission) -> Callable[[CaseView[P]], RefView[P]]:
    """Give the view the case its `ref` names, if this person may do `permission` with it."""

    def decorate(view: CaseView[P]) -> RefView[P]:
        @wraps(view)
        def gated(
            request: HttpRequest, ref: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            person = reader_of(request)
            case = access.visible_to(person).filter(ref=ref).first()
            if case is None:
                raise Http404
            if not access.can(person, permission, case):
                raise PermissionDenied
            return view(request, case, *args, **kwargs)

        return login_required(gated)

    return decorate
