"""What a reader sees: they need no account, only the link and the code."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from dossiers.errors import DossierDamaged, VolumeMissing
from dossiers.forms.confirming import AskForm
from dossiers.forms.releasing import ReaderCodeForm
from dossiers.models import Release
from dossiers.services import confirming, opening, showing
from evidence.views.devices import NO_FILES
from evidence.views.uploads import RefusingHandler, offered_files, too_much

LONGEST_NUMBER = 6
OPEN = "released"
"""In the session of whoever gave the right code: the link's mark, which release, and since when."""


@require_http_methods(["GET", "POST"])
def released(request: HttpRequest, released: str) -> HttpResponse:
    """First the code; then what was released, in plain words."""
    now = timezone.now()
    held = _open(request, released) if request.method == "GET" else None
    if held is not None:
        return _page(request, held, released)
    held = opening.find(released, now=now)
    if held is None:
        raise Http404
    form = ReaderCodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    try:
        opening.open_with(held, token=released, code=form.cleaned_data["code"], now=now)
    except opening.WrongCode as refusal:
        form.add_error("code", str(refusal))
        return _ask(request, form)
    request.session.cycle_key()
    request.session[OPEN] = {showing.mark_of(released): [str(held.pk), now.timestamp()]}
    return _page(request, held, released)


@require_POST
def released_file(request: HttpRequest, released: str) -> HttpResponseBase:
    """The document or the bundle, to be saved; locked for the reader's key if they gave one."""
    held = _open(request, released)
    if held is None:
        raise Http404
    try:
        volume = volume_asked(request.POST)
        handed = showing.file_of(held, volume=volume, now=timezone.now())
    except (showing.NothingToSave, VolumeMissing) as fault:
        raise Http404 from fault
    except DossierDamaged as fault:
        return render(request, "dossiers/released.html", {"release": held, "fault": str(fault)})
    return saved(StreamingHttpResponse(handed.chunks, content_type=handed.mime), handed.name)


@require_POST
def released_picture(request: HttpRequest, released: str, label: str) -> HttpResponse:
    """A picture the document shows, blurred or clear, with the reader's name over it."""
    held = _open(request, released)
    if held is None:
        raise Http404
    picture = showing.picture_of(
        held, label=label, clear="clear" in request.POST, now=timezone.now()
    )
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/jpeg")


@csrf_exempt  # the token is checked in `_answered`, once no file can come in
@require_POST
def released_compare(request: HttpRequest, released: str) -> HttpResponseBase:
    """Whether a picture of the reader's own is one of the bundle; only fingerprints are taken."""
    held = _open(request, released)
    if held is None or not confirming.may_compare(held):
        raise Http404
    request.upload_handlers = [RefusingHandler(request)]
    if sentence := too_much(request):
        return _page(request, held, released, refused=sentence)
    return _answered(request, held, released)


@csrf_protect
def _answered(request: HttpRequest, held: Release, token: str) -> HttpResponse:
    form = AskForm(request.POST)
    if offered_files(request):
        return _page(request, held, token, refused=NO_FILES)
    if not form.is_valid() or form.asked is None:
        faults = [str(fault) for fault in form.non_field_errors()]
        return _page(request, held, token, refused=" ".join(faults))
    try:
        answer = confirming.compare(held, asked=form.asked, now=timezone.now())
    except confirming.NotCompared as refusal:
        return _page(request, held, token, refused=str(refusal))
    return _page(request, held, token, answer=answer)


def volume_asked(told: Mapping[str, str]) -> int:
    """The volume that is asked for: the first where none is named, 0 where it is no number."""
    asked = told.get("volume", "1")
    return int(asked) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else 0


def saved(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """To be saved, never shown."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _open(request: HttpRequest, token: str) -> Release | None:
    """The release opened in this browser with the right code, within the hour, while it runs."""
    now = timezone.now()
    key, since = dict(request.session.get(OPEN, {})).get(showing.mark_of(token), ("", 0.0))
    if not key or not 0 <= now.timestamp() - since < opening.LASTS.total_seconds():
        return None
    return opening.opened_before(key, now=now)


def _ask(request: HttpRequest, form: ReaderCodeForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "dossiers/released.html", {"form": form}, status=status)


def _page(
    request: HttpRequest,
    held: Release,
    token: str,
    *,
    answer: confirming.Answer | None = None,
    refused: str = "",
) -> HttpResponse:
    told = {
        "release": held,
        "token": token,
        "pictures": showing.labels_of(held),
        "volumes": list(held.dossier.volumes.order_by("number")),
        "compares": confirming.may_compare(held),
        "left": confirming.left(held),
        "answer": answer,
        "refused": refused,
    }
    return render(request, "dossiers/released.html", told, status=422 if refused else 200)
