"""Answers: what a mail says of itself, what a person says of it, what hung on it, its signature."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0014_append_in_one_step"),
        ("takedowns", "0004_send_letters_by_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReplyAttachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.PositiveSmallIntegerField(help_text="its place in the mail")),
                ("name", models.CharField(blank=True, max_length=200)),
                ("mime", models.CharField(blank=True, max_length=80)),
                ("bytes", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SignatureCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(
                        choices=[("DNS", "Asked in the DNS"), ("PASTED", "Given by a person")],
                        max_length=6,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("HOLDS", "Signed, and it holds"),
                            ("WEAK", "Signed, but it proves too little"),
                            ("BROKEN", "Signed, and it does not hold"),
                            ("NO_KEY", "Signed, but no key was found"),
                            ("UNSIGNED", "Not signed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=16)),
                ("domain", models.CharField(blank=True, max_length=253)),
                ("selector", models.CharField(blank=True, max_length=200)),
                ("algorithm", models.CharField(blank=True, max_length=40)),
                ("aligned", models.BooleanField(default=False)),
                ("key_name", models.CharField(blank=True, max_length=400)),
                ("record", models.TextField(blank=True, max_length=8000)),
            ],
        ),
        migrations.AddField(
            model_name="reply",
            name="asked_done_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reply",
            name="keys",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="reply",
            name="kind",
            field=models.CharField(
                choices=[
                    ("OPEN", "Not sorted yet"),
                    ("ACK", "Only says that it arrived"),
                    ("ASKS", "Asks for more"),
                    ("DECIDES", "Says what was done"),
                    ("COUNTER", "A counter-notice came"),
                ],
                default="OPEN",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="kind_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reply",
            name="kind_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="message_id",
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.AddField(
            model_name="reply",
            name="reading",
            field=models.CharField(
                choices=[
                    ("PASTED", "Typed or pasted"),
                    ("READ", "Read"),
                    ("HEAD_ONLY", "Only its head could be read"),
                    ("UNREADABLE", "Kept, could not be read"),
                    ("NO_MAIL", "Kept, not a mail"),
                ],
                default="PASTED",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="references",
            field=models.TextField(blank=True, max_length=6000),
        ),
        migrations.AddField(
            model_name="reply",
            name="sender",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="reply",
            name="sender_name",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="reply",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reply",
            name="subject",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="reply",
            name="text_cut",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="reply",
            name="ticket",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                fields=["kind", "asked_done_at"], name="takedowns_r_kind_865ffd_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["OPEN", "ACK", "ASKS", "DECIDES", "COUNTER"])),
                name="reply_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reading__in", ["PASTED", "READ", "HEAD_ONLY", "UNREADABLE", "NO_MAIL"])
                ),
                name="reply_reading_known",
            ),
        ),
        migrations.AddField(
            model_name="replyattachment",
            name="exhibit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evidence.exhibit",
            ),
        ),
        migrations.AddField(
            model_name="replyattachment",
            name="reply",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attachments",
                to="takedowns.reply",
            ),
        ),
        migrations.AddField(
            model_name="signaturecheck",
            name="checked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signaturecheck",
            name="reply",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="signature_checks",
                to="takedowns.reply",
            ),
        ),
        migrations.AddConstraint(
            model_name="replyattachment",
            constraint=models.UniqueConstraint(fields=("reply", "at"), name="attachment_once"),
        ),
        migrations.AddIndex(
            model_name="signaturecheck",
            index=models.Index(
                fields=["reply", "checked_at"], name="takedowns_s_reply_i_4ea892_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict__in", ["HOLDS", "WEAK", "BROKEN", "NO_KEY", "UNSIGNED"])
                ),
                name="signature_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["DNS", "PASTED"])), name="key_source_known"
            ),
        ),
    ]
