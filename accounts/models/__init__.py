"""People and the teams they work in."""

from accounts.models.organisation import Membership, Organisation, Role
from accounts.models.person import Person
from accounts.models.sign_in import SignIn

__all__ = ["Membership", "Organisation", "Person", "Role", "SignIn"]
