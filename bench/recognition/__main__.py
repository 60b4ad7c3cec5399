"""Measure how well copies are recognised: `python -m bench.recognition [--full] [--document]`.

Without `--full` only the first photographs are enrolled and sighted, to see that it works.
With `--full --sighted 50 --looked 9` all are enrolled, the first fifty are sighted, and of every
third of those the first nine are also looked at by details.
Exit status: 0 where every goal is met, 1 where one is not, 2 where photographs are missing.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Final

from bench.recognition import report
from bench.recognition.details import of_one_scene
from bench.recognition.photographs import fetch, listed, present
from bench.recognition.run import Plan, everything

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "recognition.md"


def main() -> int:
    asked = _asked()
    photographs = listed()
    for complaint in fetch(photographs):
        say(complaint)
    enrolled = present(photographs, role="enrolled")
    if len(enrolled) < report.LEAST:
        say(f"{len(enrolled)} photographs are here; {report.LEAST} are needed.")
        return 2
    chosen = enrolled if asked.full else enrolled[: asked.photographs]
    fillers = present(photographs, role="filler")
    plan = Plan(chosen, fillers, chosen[: asked.sighted], most_looks=asked.looked)
    found = list(everything(plan, told=lambda done: say(f"{done} of {len(plan.sighted)}")))
    scenes = of_one_scene([each for each in photographs if _is_scene(each.role, each.file)])
    text = report.document(found, enrolled=len(chosen), scenes=scenes)
    say(text)
    if asked.document:
        DOCUMENT.write_text(text, encoding="utf-8")
    confused = any(each["same"] for each in scenes)
    return 1 if confused or report.missed_goals(found) else 0


def _is_scene(role: str, file: Path) -> bool:
    return role.startswith("scene ") and file.exists()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.recognition", description=__doc__)
    parser.add_argument("--full", action="store_true", help="all photographs: half an hour")
    parser.add_argument("--photographs", type=int, default=12, help="how many without --full")
    parser.add_argument("--sighted", type=int, help="how many of them are sighted; all by default")
    parser.add_argument("--looked", type=int, help="how many are also looked at by details")
    parser.add_argument("--document", action="store_true", help="write docs/recognition.md")
    return parser.parse_args()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main())
