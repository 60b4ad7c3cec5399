"""An answer came, and nobody knows yet to which letter. Nothing is kept on this page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.gate import reader_of
from takedowns.forms.answers import WhichLetterForm
from takedowns.services import finding


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def today_answer(request: HttpRequest) -> HttpResponse:
    """Propose letters of this person's own work; they choose, and the answer is given there."""
    reader = reader_of(request)
    if not access.teams_of(reader).exists():
        return redirect("takedowns:today")
    form = WhichLetterForm(request.POST or None)
    page: dict[str, object] = {"form": form, "asked": False, "today": timezone.localdate()}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        head = finding.head_of(text)
        page |= {
            "asked": True, "text": text, "only_head": bool(head.sender and not head.text),
            "found": finding.letters_for(reader, finding.clues_of(text, head)),
        }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "takedowns/today_answer.html", page, status=status)
