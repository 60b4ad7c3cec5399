"""A team of advocates, and a person's role in it."""

import uuid

from django.conf import settings
from django.db import models


class Role(models.TextChoices):
    """What a person does in an organisation."""

    ADVOCATE = "ADVOCATE", "Advocate"
    SUPERVISOR = "SUPERVISOR", "Supervisor"
    COUNSEL = "COUNSEL", "Counsel"
    OPERATOR = "OPERATOR", "Operator"


class Organisation(models.Model):
    """A team of advocates; a client needs none.

    A team for training works on invented cases only and needs no second step at sign-in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    is_training = models.BooleanField(default=False, editable=False)
    members: "models.ManyToManyField[models.Model, Membership]" = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="organisations"
    )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in an organisation. One role a person and organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role)
    joined_at = models.DateTimeField()

    class Meta:
        """One role a person and organisation, held by the database."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="one_membership_a_person"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} in {self.organisation_id}"
