"""Large dossiers: 200 exhibits against a fixed document, and 1,000 in volumes by two processes.

    python -m bench.volumes

No database. The baseline is one page an exhibit (a heading, a table of sixteen lines, the picture,
a footnote) with an index, laid out by the same engine in one process with its own PDF/A-3a. Ours
has the whole account, a record and custody on each exhibit's pages, and PDF/UA-1 besides.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

from bench import dossier  # sets Django up
from dossiers.rendering.bundle import names_of
from dossiers.rendering.content import Content
from dossiers.rendering.paper import markup_of
from dossiers.rendering.pressing import Job, in_order
from dossiers.rendering.volumes import number_of, volumes_of

FEW, MANY, A_VOLUME = 200, 1_000, 100
GOAL_RATIO, GOAL_MEGABYTES, GOAL_SECONDS = 0.45, 300, 60.0


def main() -> int:
    """Print what both took; 1 where a goal is missed."""
    if sys.argv[1:] == ["baseline"]:
        baseline(FEW)
        return 0
    picture = dossier.picture()
    ours = _taken(lambda: _pressed(FEW, picture))
    plain = _taken(lambda: run([sys.executable, "-m", "bench.volumes", "baseline"], check=True))
    wall, pages, volumes, most = _large(picture)
    ratio = ours / plain
    sys.stdout.write(
        f"{FEW} exhibits: {ours:.1f} s of processor time, baseline {plain:.1f} s; "
        f"ratio {ratio:.2f} (goal {GOAL_RATIO})\n"
        f"{MANY:,} exhibits, {volumes} volumes, {pages:,} pages, 2 processes: {wall:.0f} s wall "
        f"(goal {GOAL_SECONDS:.0f}), {most:.0f} MB a process at most (goal {GOAL_MEGABYTES})\n"
    )
    good = ratio <= GOAL_RATIO and wall <= GOAL_SECONDS and most <= GOAL_MEGABYTES
    return 0 if good else 1


def _taken(work: Callable[[], object]) -> float:
    """Seconds of processor time of the processes that a piece of work starts and ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _volumes(exhibits: int) -> tuple[Content, ...]:
    told = dossier.content(exhibits)
    return volumes_of(told, weights={}, most=A_VOLUME, names=names_of(ref="K7-QRM4", version=1))


def _jobs(exhibits: int, picture: bytes) -> Iterator[Job]:
    for content in _volumes(exhibits):
        shown = {number_of(page): picture for page in content.exhibits}
        yield Job(markup_of(content), shown)


def _wanted() -> None:
    """It is until it ends."""


def _pressed(exhibits: int, picture: bytes) -> list[int]:
    papers = in_order(_jobs(exhibits, picture), prefix="RD", first=1, still=_wanted)
    return [paper.pages for paper in papers]


def _large(picture: bytes) -> tuple[float, int, int, float]:
    """Seconds, pages, volumes, and the most megabytes any child has held."""
    began = time.perf_counter()
    pages = _pressed(MANY, picture)
    wall = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return wall, sum(pages), len(pages), most


def baseline(exhibits: int) -> None:
    """One page an exhibit, with an index, in one process."""
    from weasyprint import HTML  # noqa: PLC0415  # only in a process of its own

    with TemporaryDirectory() as folder:
        Path(folder, "p.jpg").write_bytes(dossier.picture())
        row = f"<tr><th>Name</th><td>{dossier.WORDS[:83]}</td></tr>"
        index = "".join(
            f'<tr><td><a href="#e{n}">EX-{n:04d}</a></td><td class=at data-to="#e{n}"></td></tr>'
            for n in range(1, exhibits + 1)
        )
        pages = "".join(
            f'<section id=e{n}><h2>EX-{n:04d}</h2><table>{row * 16}</table><img src="p.jpg" '
            f'alt="A picture"><span class=foot>{dossier.WORDS}</span></section>'
            for n in range(1, exhibits + 1)
        )
        style = (
            "html{image-rendering:crisp-edges}section{break-before:page}"
            "table{table-layout:fixed;width:100%}img{width:100%}.foot{float:footnote}"
            ".at::after{content:target-counter(attr(data-to),page)}"
            "@page{@bottom-right{content:counter(page) ' of ' counter(pages)}}"
        )
        markup = (
            f"<html lang=en><title>Baseline</title><style>{style}</style>"
            f"<table>{index}</table>{pages}</html>"
        )
        HTML(string=markup, base_url=f"{folder}{os.sep}").write_pdf(pdf_variant="pdf/a-3a")


if __name__ == "__main__":
    sys.exit(main())
