"""How a recipient of a letter may reach the person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gate import require_proof
from cases.access import Permission
from cases.errors import DomainError
from cases.forms.contact import ContactForm
from cases.gate import case_view, frame, reader_of
from cases.models import Case, Contact
from cases.services.contacts import Reach, change_contact


@case_view(Permission.ANSWER)
def case_contact(request: HttpRequest, case: Case) -> HttpResponse:
    """Show and change the contact details."""
    page = frame(request, case)
    known = Contact.objects.filter(case=case).first()
    form = ContactForm(request.POST or None, mine=bool(page["mine"]), known=known)
    if request.method == "POST" and form.is_valid():
        require_proof(request, now=timezone.now())
        try:
            change_contact(
                case,
                reach=Reach(**form.cleaned_data),
                actor=reader_of(request),
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. New letters will use this.")
            return redirect("cases:case", case.ref)
    return render(request, "cases/case_contact.html", page | {"form": form, "known": known})
