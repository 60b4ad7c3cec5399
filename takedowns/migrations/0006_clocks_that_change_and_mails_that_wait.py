"""Clocks can be counted anew, and each person's mail waits in a row of its own."""

import datetime
import uuid

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def show_half_sent(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """A reminder a crash left half sent is open from now on; mails have rows of their own."""
    apps.get_model("takedowns", "FollowUp").objects.filter(state="SENDING").update(state="SHOWN")


class Migration(migrations.Migration):
    dependencies = [
        ("takedowns", "0005_read_answers_and_check_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("RECEIVED", "They confirmed that they have it"),
                            ("LONGER", "They told me that they need longer"),
                            ("COUNTER", "They told me of an objection to my letter"),
                        ],
                        max_length=10,
                    ),
                ),
                ("told_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("before", models.JSONField(default=dict)),
                ("due_before", models.DateTimeField(blank=True, null=True)),
                ("due_after", models.DateTimeField(blank=True, null=True)),
                ("noted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReminderChoices",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "quiet",
                    models.CharField(
                        choices=[
                            ("USUAL", "From 9 in the evening to 8 in the morning"),
                            ("OWN", "At other hours"),
                            ("NEVER", "Mail may come at any time"),
                        ],
                        default="USUAL",
                        max_length=5,
                    ),
                ),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0))),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0))),
                (
                    "digest",
                    models.CharField(
                        choices=[
                            ("OFF", "One note for each reminder"),
                            ("DAILY", "At most one note a day"),
                            ("WEEKLY", "At most one note a week"),
                        ],
                        default="OFF",
                        max_length=6,
                    ),
                ),
                (
                    "digest_hour",
                    models.PositiveSmallIntegerField(
                        default=9, validators=[django.core.validators.MaxValueValidator(23)]
                    ),
                ),
                (
                    "digest_weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Monday"),
                            (2, "Tuesday"),
                            (3, "Wednesday"),
                            (4, "Thursday"),
                            (5, "Friday"),
                            (6, "Saturday"),
                            (7, "Sunday"),
                        ],
                        default=1,
                    ),
                ),
                ("next_digest_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                (
                    "feed_digest",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                ("feed_key", models.CharField(blank=True, max_length=64)),
                ("feed_alarms", models.BooleanField(default=False)),
                ("feed_made_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReminderMail",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(default=0)),
                ("period", models.CharField(blank=True, max_length=10)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DUE", "Waiting"),
                            ("SENDING", "Being sent"),
                            ("SENT", "Sent"),
                            ("UNSURE", "May have been sent"),
                            ("REFUSED", "Not taken by the mail server"),
                            ("DROPPED", "No longer needed"),
                        ],
                        default="DUE",
                        max_length=8,
                    ),
                ),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="followup",
            name="follow_up_once",
        ),
        migrations.RemoveConstraint(
            model_name="followup",
            name="follow_up_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="followup",
            name="follow_up_kind_known",
        ),
        migrations.RunPython(show_half_sent, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="followup",
            name="attempts",
        ),
        migrations.RemoveField(
            model_name="followup",
            name="lease_until",
        ),
        migrations.AddField(
            model_name="followup",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="followup",
            name="lap",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="followup",
            name="stage",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="followup",
            name="turn",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="followup",
            name="kind",
            field=models.CharField(
                choices=[
                    ("BEFORE_DUE", "The time is nearly over"),
                    ("AT_DUE", "The time is over"),
                    ("AFTER_DUE", "The time is over and nothing is noted yet"),
                    ("NUDGE", "No rule gives a time; we suggest to ask again"),
                    ("WINDOW", "They may soon put it back"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="followup",
            name="state",
            field=models.CharField(
                choices=[
                    ("DUE", "Waiting"),
                    ("SHOWN", "Open"),
                    ("DONE", "Done"),
                    ("CANCELLED", "No longer needed"),
                ],
                default="DUE",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                fields=("notice", "lap", "stage", "kind", "number"), name="follow_up_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["DUE", "SHOWN", "DONE", "CANCELLED"])),
                name="follow_up_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["BEFORE_DUE", "AT_DUE", "AFTER_DUE", "NUDGE", "WINDOW"])
                ),
                name="follow_up_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="clockchange",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clockchange",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clock_changes",
                to="takedowns.notice",
            ),
        ),
        migrations.AddField(
            model_name="reminderchoices",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminder_choices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remindermail",
            name="follow_up",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mails",
                to="takedowns.followup",
            ),
        ),
        migrations.AddField(
            model_name="remindermail",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminder_mails",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["RECEIVED", "LONGER", "COUNTER"])),
                name="clock_change_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoices",
            constraint=models.CheckConstraint(
                condition=models.Q(("quiet__in", ["USUAL", "OWN", "NEVER"])), name="quiet_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoices",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__in", ["OFF", "DAILY", "WEEKLY"])), name="digest_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoices",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest_hour__lte", 23)), name="digest_hour_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoices",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest_weekday__in", [1, 2, 3, 4, 5, 6, 7])),
                name="digest_weekday_known",
            ),
        ),
        migrations.AddIndex(
            model_name="remindermail",
            index=models.Index(fields=["state", "due_at"], name="takedowns_r_state_12d81f_idx"),
        ),
        migrations.AddConstraint(
            model_name="remindermail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("follow_up__isnull", False)),
                fields=("follow_up", "person", "turn"),
                name="mail_once_a_reminder",
            ),
        ),
        migrations.AddConstraint(
            model_name="remindermail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("period", ""), _negated=True),
                fields=("person", "period"),
                name="mail_once_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="remindermail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("follow_up__isnull", False), ("period", "")),
                    models.Q(("follow_up__isnull", True), models.Q(("period", ""), _negated=True)),
                    _connector="OR",
                ),
                name="mail_for_one_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="remindermail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["DUE", "SENDING", "SENT", "UNSURE", "REFUSED", "DROPPED"])
                ),
                name="reminder_mail_state_known",
            ),
        ),
    ]
