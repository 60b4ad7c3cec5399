"""Ten thousand hostile texts, each in every field of a dossier and each laid out once.

`python -m bench.signs` needs no database. The tests do the same with the first thousand.
"""

import logging
import os
import sys
import time
from itertools import cycle, islice

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from dossiers.rendering.paper import markup_of, printed  # noqa: E402  after Django's settings
from tests.dossiers.contents import filled, pictures_of, texts_in  # noqa: E402  as above
from tests.dossiers.hostile import hostile  # noqa: E402  as above
from tests.dossiers.skeleton import (  # noqa: E402  as above
    Skeleton,
    is_ours,
    strange_things,
)

TEXTS = 10_000
PARTS = 4


class Complaints(logging.Handler):
    """Whatever the engine logs: a refused address, a sign without a font."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


def injected() -> int:
    """How many of the texts leave an element, an attribute or a mark that is not ours."""
    written = [
        Skeleton(markup_of(filled(cycle([own]), parts=1))).bones for own in ("plain", "\u0645")
    ]
    found = (Skeleton(markup_of(filled(cycle([text]), parts=1))) for text in hostile(TEXTS))
    return sum(each.bones not in written or not all(map(is_ours, each.marks)) for each in found)


def laid_out() -> tuple[int, int, list[str]]:
    """(documents, pages, what is strange in them)."""
    texts, documents, pages, strange = hostile(TEXTS), 0, 0, list[str]()
    while part := list(islice(texts, texts_in(parts=PARTS))):
        content = filled(cycle(part), parts=PARTS)
        made = printed(content, pictures=pictures_of(content))
        documents, pages = documents + 1, pages + made.pages
        strange += strange_things(made.data, pictures=PARTS)
    return documents, pages, strange


def main() -> int:
    """Print the counts; 1 unless each is nought."""
    complaints = Complaints()
    logging.getLogger("weasyprint").addHandler(complaints)
    began = time.perf_counter()
    into = injected()
    between = time.perf_counter()
    documents, pages, strange = laid_out()
    sys.stdout.write(
        f"{TEXTS:,} texts, each in {texts_in()} fields: {into} injected"
        f" ({between - began:.0f} s)\n{documents} documents, {pages} pages: 0 failed,"
        f" {len(strange)} strange things, {len(complaints.told)} complaints of the engine"
        f" ({time.perf_counter() - between:.0f} s)\n"
    )
    return 1 if into or strange or complaints.told else 0


if __name__ == "__main__":
    sys.exit(main())
