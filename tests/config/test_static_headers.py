"""What static files say beside themselves."""

from pathlib import Path

import pytest

from config.static_headers import WORKER, shut_in_worker

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"


@pytest.mark.parametrize("url", [f"/static/js/{WORKER}.js", f"/static/js/{WORKER}.0123abcd.js"])
def test_lets_the_worker_ask_for_nothing_but_its_parts(url: str) -> None:
    headers: dict[str, str] = {}

    shut_in_worker(headers, "", url)

    assert headers == {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}


def test_leaves_other_files_alone() -> None:
    headers: dict[str, str] = {}

    shut_in_worker(headers, "", "/static/js/upload.js")

    assert headers == {}


def test_names_a_worker_that_is_there() -> None:
    assert (SCRIPTS / f"{WORKER}.js").exists()
