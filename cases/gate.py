"""Turns permissions into pages: not yours is 404; yours, but not allowed, is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts.models import Person
from cases import access, looking
from cases.errors import NotPermitted
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
    """Give the view the case its `ref` names, if this person may do `permission` with it.

    That they opened it is written down where the client can read it.
    """

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
            looking.note(case, reader=person, session=request.session, now=timezone.now())
            try:
                return view(request, case, *args, **kwargs)
            except NotPermitted as refusal:
                raise PermissionDenied from refusal

        return cast(RefView[P], login_required(gated))

    return decorate


def frame(request: HttpRequest, case: Case) -> dict[str, object]:
    """What every page of a case is given: the case, what the reader may do, whose page it is.

    `mine` is true on the client's own pages; `base` is the template to extend; `may` holds the
    permissions (`{% if "case.notes" in may %}`).
    """
    reader = reader_of(request)
    mine = case.client_id == reader.pk
    return {
        "case": case,
        "mine": mine,
        "may": access.allowed(reader, case),
        "base": "base.html" if mine else "base_staff.html",
    }
