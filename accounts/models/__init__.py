"""People and the teams they work in."""

from accounts.models.organisation import Membership, Organisation, Role
from accounts.models.person import Person

__all__ = ["Membership", "Organisation", "Person", "Role"]
