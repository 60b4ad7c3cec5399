"""Mandates that the client confirms through a personal link."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table, and one more way of giving a mandate."""

    dependencies = [
        ("cases", "0003_narrow_what_a_mandate_allows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MandateAsk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.JSONField(default=list)),
                ("platforms", models.JSONField(blank=True, default=list)),
                ("kinds", models.JSONField(blank=True, default=list)),
                ("rules", models.JSONField(blank=True, default=list)),
                ("until_date", models.DateField(blank=True, null=True)),
                ("words", models.TextField()),
                ("link_digest", models.CharField(max_length=64, unique=True)),
                ("code_digest", models.CharField(max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not answered yet"),
                            ("YES", "Allowed"),
                            ("NO", "Not allowed"),
                            ("WITHDRAWN", "Taken back by whoever asked"),
                            ("CODES_WRONG", "Ended after too many wrong codes"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="mandate",
            name="way_known",
        ),
        migrations.AlterField(
            model_name="mandate",
            name="way",
            field=models.CharField(
                choices=[
                    ("ONLINE", "On their own page"),
                    ("LINK", "By a personal link, with a code told by another way"),
                    ("IN_PERSON", "In person, with a witness"),
                    ("IN_WRITING", "On paper"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["ONLINE", "LINK", "IN_PERSON", "IN_WRITING"])),
                name="way_known",
            ),
        ),
        migrations.AddField(
            model_name="mandateask",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mandateask",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mandate_asks",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="mandateask",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mandateask",
            name="mandate",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="ask",
                to="cases.mandate",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateask",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["", "YES", "NO", "WITHDRAWN", "CODES_WRONG"])),
                name="mandate_answer_known",
            ),
        ),
    ]
