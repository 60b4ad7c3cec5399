"""What to know before the first word is written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Who could see this device, what is kept, what cannot be done."""
    return render(request, "accounts/safety.html")
