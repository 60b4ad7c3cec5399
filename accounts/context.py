"""What every page is given."""

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Person


def house(request: HttpRequest) -> dict[str, object]:
    """The neutral name of the page and where leaving goes."""
    person = request.user if isinstance(request.user, Person) else None
    return {
        "app_name": (person.app_name if person else "") or settings.APP_NAME,
        "exit_url": (person.exit_url if person else "") or settings.EXIT_URL,
    }
