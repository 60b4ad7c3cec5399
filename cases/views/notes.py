"""Notes of the team."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.access import Permission
from cases.forms.work import NoteForm
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from cases.services.notes import write_note


@case_view(Permission.NOTES)
def note_add(request: HttpRequest, case: Case) -> HttpResponse:
    """Keep a note; the form stands on the case's page too."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        write_note(
            case, text=form.cleaned_data["text"], actor=reader_of(request), now=timezone.now()
        )
        messages.success(request, "The note is kept.")
        return redirect("cases:case", case.ref)
    return render(request, "cases/note_add.html", frame(request, case) | {"form": form})
