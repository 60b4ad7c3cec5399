"""Whether what is kept still holds: the page beside `verify_custody`, and what to check it with."""

import io
import zipfile
from typing import cast

from celery.contrib.django.task import DjangoTask
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.access import Permission
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.services import checkpoints, proof_files, signing
from evidence.services.standing import ask_for_check, standing
from evidence.tasks import check_custody
from evidence.views.pages import page


@require_GET
@case_view(Permission.SEE)
def custody(request: HttpRequest, case: Case) -> HttpResponse:
    """What was verified just now, the last checkpoint, and what clocks outside say."""
    return page(request, case, "evidence/custody.html", standing=standing(case))


@require_POST
@case_view(Permission.SEE)
def custody_check(request: HttpRequest, case: Case) -> HttpResponse:
    """Have every file read again, in the background."""
    if ask_for_check(case, actor=reader_of(request), now=timezone.now()):
        nudged = cast("DjangoTask[..., None]", check_custody)
        nudged.delay_on_commit(case_id=case.pk)
        messages.success(request, "Every file is being read again. Come back in a few minutes.")
    return redirect("evidence:custody", ref=case.ref)


@require_GET
@case_view(Permission.SEE)
def custody_proof(request: HttpRequest, case: Case) -> HttpResponse:
    """The last checkpoint with all that is needed to check it without Redress, as one ZIP."""
    mark = checkpoints.newest()
    try:
        files = proof_files.files_of(mark, case=case) if mark else {}
    except signing.SigningKeyMissing:
        files = {}
    if not files:
        messages.info(request, "There is no checkpoint yet. The first is made within minutes.")
        return redirect("evidence:custody", ref=case.ref)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    headers = {"Content-Disposition": 'attachment; filename="checkpoint.zip"'}
    return HttpResponse(out.getvalue(), content_type="application/zip", headers=headers)
