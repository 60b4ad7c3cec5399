"""A person's own page."""

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms import SettingsForm
from accounts.gate import reader_of
from accounts.models import Person
from accounts.services.settings import Choices, change_settings
from accounts.services.sign_ins import sign_ins_of

MOST_SHOWN = 20
FIELDS = tuple(Choices.__dataclass_fields__)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and keep a person's choices."""
    person = reader_of(request)
    initial = {field: getattr(person, field) for field in FIELDS}
    form = SettingsForm(request.POST or None, initial=initial, zone_now=person.zone)
    if request.method == "POST" and form.is_valid():
        change_settings(person, choices=form.choices())
        messages.success(request, "Saved.")
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form, **_keys(person)})


def _keys(person: Person) -> dict[str, object]:
    """What guards the notebook, for the list beside the form."""
    return {
        "signs_in_as": person.username,
        "address": EmailAddress.objects.filter(user=person).order_by("-primary").first(),
        "two_step": is_mfa_enabled(person),
        "sign_ins": sign_ins_of(person)[:MOST_SHOWN],
    }
