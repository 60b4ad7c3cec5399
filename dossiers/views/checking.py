"""A page on which anybody checks a bundle, in their own browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Asks for nothing, takes nothing."""
    return render(request, "dossiers/check.html")
