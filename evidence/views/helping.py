"""The page a trusted person sees: nothing of the case, only what they themselves may give.

A link that is wrong, ended or run out answers like one that never was: the same page, status and
number of questions, because what a visit costs is counted before the link is looked for.
"""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from cases.errors import DomainError
from evidence.forms.helping import GiveForm
from evidence.models import HelperLink
from evidence.services import helping, limits
from evidence.views.uploads import (
    ArrivedFile,
    RefusingHandler,
    ScrambledHandler,
    too_much,
)

VISITS, GIFTS = 60, 20
"""At most so many visits of one address, and gifts through one link, in five minutes."""


@csrf_exempt  # the token is checked in `_protected`, after the way files arrive is chosen
@require_http_methods(["GET", "POST"])
def helper(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give one place."""
    now = timezone.now()
    visitor = str(get_adapter().get_client_ip(request))
    if not limits.allow("helper.visit", whose=visitor, most=VISITS, now=now):
        return _too_often(request)
    link = helping.find(token, now=now)
    if link is None:
        raise Http404
    handler = ScrambledHandler if link.case.takes_files else RefusingHandler
    request.upload_handlers = [handler(request)]
    if sentence := too_much(request):
        messages.error(request, sentence)
        return redirect(request.path)
    return _protected(request, link)


@csrf_protect
def _protected(request: HttpRequest, link: HelperLink) -> HttpResponse:
    if request.method == "GET":
        return _page(request, link, GiveForm(takes_files=link.case.takes_files))
    now = timezone.now()
    if not limits.allow("helper.gift", whose=str(link.pk), most=GIFTS, now=now):
        return _too_often(request)
    form = GiveForm(request.POST, request.FILES, takes_files=link.case.takes_files)
    if form.is_valid() and _given(request, link, form):
        return redirect(request.path)
    return _page(request, link, form)


def _given(request: HttpRequest, link: HelperLink, form: GiveForm) -> bool:
    now = timezone.now()
    gift = form.gift(now=now)
    file = request.FILES.get("upload")
    arrived = file if isinstance(file, ArrivedFile) else None
    most = helping.most_bytes()
    if arrived is not None and (arrived.too_large or (arrived.size or 0) > most):
        form.add_error("upload", f"This file is larger than {most // (1024 * 1024)} MB.")
    if form.errors:
        return False
    try:
        helping.give(
            link, gift=gift, now=now,
            file=arrived.source if arrived else None,
            file_name=(arrived.name or "") if arrived else "",
        )  # fmt: skip
    except DomainError as fault:
        form.add_error(None, str(fault))
    return not form.errors


def _page(request: HttpRequest, link: HelperLink, form: GiveForm) -> HttpResponse:
    context = {"form": form, "given": link.given, "full": link.given >= link.most}
    status = 422 if form.is_bound else 200
    return render(request, "evidence/helper.html", context, status=status)


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/helper_wait.html", status=429)
