"""Who needs a second step at sign-in: everybody who works with the cases of others."""

from allauth.mfa.models import Authenticator

from accounts.models import Membership, Person

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_one(person: Person) -> bool:
    """Whether the person is in a team that is not for training; asked once a page."""
    held = Membership.objects.filter(person=person)
    rows = list(held.values_list("role", "organisation__is_training"))
    person.roles_held = frozenset(role for role, _ in rows)
    return not all(is_training for _, is_training in rows)


def has_one(person: Person) -> bool:
    """Whether an app or a passkey is set up."""
    return bool(Authenticator.objects.filter(user=person, type__in=STEPS).exists())


def may_turn_off(authenticator: Authenticator) -> bool:
    """Whether this step can go: it is not the last one of somebody who needs one."""
    if authenticator.type not in STEPS or not needs_one(authenticator.user):
        return True
    others = Authenticator.objects.filter(user=authenticator.user, type__in=STEPS)
    return bool(others.exclude(pk=authenticator.pk).exists())
