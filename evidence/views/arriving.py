"""Files that arrive in parts: announce one, ask how much is here, send what follows.

Spoken by `static/js/parts.js`; without script a form brings its files itself. Who may do it, and
whether the case takes files at all, is asked at each step before a byte is read.
"""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.uploads import UploadForm
from evidence.models import Upload
from evidence.services import uploads


@require_POST
@case_view(Permission.LOG)
def upload_begin(request: HttpRequest, case: Case) -> HttpResponse:
    """Announce a file, or find what is here of it."""
    form = UploadForm(request.POST)
    if not form.is_valid():
        return _refused("This file cannot be taken. Please choose it again.")
    try:
        upload = uploads.begin(
            case, **form.cleaned_data, actor=reader_of(request), now=timezone.now()
        )
    except DomainError as fault:
        return _refused(str(fault))
    return JsonResponse(_told(upload), status=201)


@require_http_methods(["GET", "PATCH"])
@case_view(Permission.LOG)
def upload(request: HttpRequest, case: Case, upload_id: UUID) -> HttpResponse:
    """How much of a file is here; PATCH brings the part that begins at `Upload-Offset`."""
    rows = Upload.objects.filter(case=case).select_related("case", "exhibit")
    found = get_object_or_404(rows, pk=upload_id)
    if request.method == "GET":
        return JsonResponse(_told(found))
    start, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    try:
        found = uploads.add(
            found, cast(BinaryIO, request), start=start, length=length,
            actor=reader_of(request), now=timezone.now(),
        )  # fmt: skip
    except (uploads.NotThere, uploads.CutOff) as fault:
        return JsonResponse({**_told(found), "sentence": str(fault)}, status=409)
    except UnreadablePostError:
        return JsonResponse(_told(found), status=409)
    except DomainError as fault:
        return _refused(str(fault))
    return JsonResponse(_told(found))


def _number(request: HttpRequest, header: str) -> int:
    """The number in a header; -1 where there is none."""
    raw = request.headers.get(header, "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 16 else -1


def _told(found: Upload) -> dict[str, object]:
    return {
        "id": str(found.pk),
        "at": reverse("evidence:upload", args=[found.case.ref, found.pk]),
        "received": found.received,
        "size": found.size,
        "part": uploads.PART,
    }


def _refused(sentence: str) -> HttpResponse:
    return JsonResponse({"sentence": sentence}, status=422)
