"""The file as it came, to be saved and never shown; whole or in parts (RFC 9110, section 14)."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.gate import proof_first
from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.models import Exhibit
from evidence.services import exhibits
from evidence.views.pictures import back_to, exhibit_of, shut_in

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes from `start` up to `stop` of a file."""

    start: int
    stop: int


class OutsideFile(Exception):
    """The part asked for holds no byte of the file."""


@require_GET
@case_view(Permission.REVEAL)
def exhibit_original(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponseBase:
    """All of it, or the one part that is asked for."""
    found = exhibit_of(case, exhibit_id)
    page = reverse("evidence:exhibit", args=[case.ref, found.pk])
    if asked := proof_first(request, then=page, now=timezone.now()):
        return asked
    try:
        span = asked_span(request, tag=_tag(found), size=found.file.bytes)
        return shut_in(_attached(_answer(request, found, span), found))
    except OutsideFile:
        refused = HttpResponse(status=416, content_type="application/octet-stream")
        refused.headers["Content-Range"] = f"bytes */{found.file.bytes}"
        return shut_in(refused)
    except DomainError as fault:
        return back_to(request, found, fault)


def _answer(request: HttpRequest, found: Exhibit, span: Span | None) -> HttpResponseBase:
    actor, now, kind = reader_of(request), timezone.now(), "application/octet-stream"
    size = found.file.bytes
    if span is None:
        whole = exhibits.download(found, actor=actor, now=now)
        response = StreamingHttpResponse(whole, content_type=kind)
        response.headers["Content-Length"] = str(size)
        return response
    part = exhibits.download_on(found, start=span.start, stop=span.stop, actor=actor, now=now)
    response = StreamingHttpResponse(part, status=206, content_type=kind)
    response.headers["Content-Length"] = str(span.stop - span.start)
    response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    return response


def asked_span(request: HttpRequest, *, tag: str, size: int) -> Span | None:
    """The one part asked for; None for all of it. Raises OutsideFile.

    Several parts at once, other units and what cannot be read are answered with the whole file,
    as the RFC allows; so is a part of another version than this (`If-Range`).
    """
    match = _ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= stop:
        raise OutsideFile
    return Span(start, stop)


def _tag(found: Exhibit) -> str:
    """Names the bytes without saying anything of them: an exhibit's never change."""
    return f'"{found.pk.hex}"'


def _attached(response: HttpResponseBase, found: Exhibit) -> HttpResponseBase:
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", found.original_name)
    name = found.label + (ending.group().lower() if ending else "")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = _tag(found)
    return response
