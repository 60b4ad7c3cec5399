import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0003_checkpoints_and_timestamps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "exhibit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="comparison",
                        serialize=False,
                        to="evidence.exhibit",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DUE", "To be compared"),
                            ("WORKING", "Being compared now"),
                            ("DONE", "Compared"),
                            ("GAVE_UP", "Could not be compared"),
                        ],
                        default="DUE",
                        max_length=8,
                    ),
                ),
                ("upto", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Drawing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("has_both", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                (
                    "reference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="working_copy",
                        serialize=False,
                        to="evidence.reference",
                    ),
                ),
                ("made_by", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="match",
            name="tier_known",
        ),
        migrations.AddField(
            model_name="match",
            name="correlation",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="match",
            name="inliers",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="match",
            name="quad",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="match",
            name="distance",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="match",
            name="limit",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="match",
            name="tier",
            field=models.CharField(
                choices=[
                    ("SAME_FILE", "The same file"),
                    ("CERTAIN", "The same picture"),
                    ("VERIFIED", "The same picture, checked by its details"),
                    ("PROBABLE", "Probably the same picture"),
                    ("SAME_SCENE", "The same scene: please look"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("tier__in", ["SAME_FILE", "CERTAIN", "VERIFIED", "PROBABLE", "SAME_SCENE"])
                ),
                name="tier_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("distance__isnull", False), ("limit__isnull", False)),
                    models.Q(("correlation__isnull", False), ("inliers__isnull", False)),
                    _connector="OR",
                ),
                name="match_has_figures",
            ),
        ),
        migrations.AddIndex(
            model_name="comparison",
            index=models.Index(
                fields=["state", "lease_until"], name="evidence_co_state_6bc184_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["DUE", "WORKING", "DONE", "GAVE_UP"])),
                name="comparing_known",
            ),
        ),
        migrations.AddField(
            model_name="drawing",
            name="match",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drawing",
                to="evidence.match",
            ),
        ),
        migrations.AddField(
            model_name="drawing",
            name="tall",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drawing_tall",
                to="evidence.sealedfile",
            ),
        ),
        migrations.AddField(
            model_name="drawing",
            name="wide",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drawing_wide",
                to="evidence.sealedfile",
            ),
        ),
        migrations.AddField(
            model_name="workingcopy",
            name="file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="working_copy",
                to="evidence.sealedfile",
            ),
        ),
    ]
