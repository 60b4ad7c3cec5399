"""What beat rings for: every task of the timetable exists."""

import pytest

from config.celery import app


@pytest.mark.parametrize("entry", sorted(app.conf.beat_schedule))
def test_rings_for_a_task_that_workers_know(entry: str) -> None:
    app.loader.import_default_modules()

    assert app.conf.beat_schedule[entry]["task"] in app.tasks
