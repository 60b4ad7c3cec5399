"""The queue: a doorbell for rows that stand in the database."""

import os

from celery import Celery

from config import letterbox as local_queue
from config import sqlite

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sqlite.prefer_bundled()

from django.conf import settings  # noqa: E402  after the SQLite swap

local_queue.announce()
app = Celery("redress")
app.config_from_object(settings.CELERY)
if settings.REDIS:
    # Redelivery after 15 minutes, looked for every 5 seconds: kombu's defaults take 100 s and more.
    app.conf.broker_transport_options = {
        "visibility_timeout": 900,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    }
else:
    folder = settings.BROKER_FOLDER
    for name in ("queue", "control", "done"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    app.conf.broker_transport_options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "done"),
        "store_processed": False,
    }
every = settings.SWEEP_SECONDS
app.conf.beat_schedule = {
    name: {"task": task, "schedule": every, "options": {"expires": every}}
    for name, task in {
        "read pictures": "evidence.tasks.sweep_exhibits",
        "compare pictures": "evidence.tasks.sweep_comparisons",
        "work on lists": "evidence.tasks.sweep_imports",
        "look at places": "evidence.tasks.sweep_rechecks",
        "ask registries": "takedowns.tasks.sweep_responsible",
        "remind": "takedowns.tasks.sweep_follow_ups",
        "mail reminders": "takedowns.tasks.sweep_reminder_mails",
        "send mails": "takedowns.tasks.sweep_mails",
        "take in looks": "takedowns.tasks.sweep_looks",
        "make dossiers": "dossiers.tasks.sweep_dossiers",
    }.items()
}
app.conf.beat_schedule["tidy the vault"] = {"task": "evidence.tasks.sweep_vault", "schedule": 3600}
app.conf.beat_schedule["keep or delete"] = {
    "task": "cases.tasks.sweep_retention", "schedule": 3600, "options": {"expires": 3600},
}  # fmt: skip
app.conf.beat_schedule["tidy uploads"] = {
    "task": "evidence.tasks.sweep_uploads",
    "schedule": 3600,
}
app.conf.beat_schedule["sign a checkpoint"] = {
    "task": "evidence.tasks.sweep_checkpoints",
    "schedule": settings.CHECKPOINT_SECONDS,
    "options": {"expires": settings.CHECKPOINT_SECONDS},
}
app.conf.beat_schedule["ask for timestamps"] = {
    "task": "evidence.tasks.sweep_timestamps",
    "schedule": every,
    "options": {"expires": every},
}
app.conf.beat_schedule["check custody"] = {
    "task": "evidence.tasks.sweep_custody",
    "schedule": 300,
    "options": {"expires": 300},
}
app.autodiscover_tasks()
