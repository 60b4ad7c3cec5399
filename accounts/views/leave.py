"""Leaving at once, from any page, signed in or not."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.context import exit_address
from accounts.models import Person


@csrf_exempt  # a page kept open for a day has an old token, and leaving must work from it too
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and go to the person's exit address.

    A beacon is answered without an address: the script goes there by itself, and the browser
    would refuse to follow. `"cache"` is not cleared: that takes long, and nothing is in it.
    """
    address = exit_address(request.user if isinstance(request.user, Person) else None)
    logout(request)
    navigates = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    response = HttpResponse(status=303 if navigates else 204)
    if navigates:
        response.headers["Location"] = address
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    response.headers["Cache-Control"] = "no-store"
    return response
