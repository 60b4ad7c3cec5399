"""Whatever a person types, the dossier holds what its templates wrote, and asks nobody."""

from itertools import cycle, islice
from typing import Any

import pytest
from weasyprint.urls import URLFetcherResponse

from dossiers.rendering.paper import PICTURE, OwnFilesAndPictures, markup_of, printed
from takedowns.channels.paper import HOME
from tests.dossiers.contents import filled, pictures_of, texts_in
from tests.dossiers.hostile import by_category, hostile
from tests.dossiers.skeleton import Skeleton, is_ours, strange_things

TEXTS = 1_000
PARTS = 3


def test_is_tried_with_every_category_of_unicode() -> None:
    assert len(by_category()) == 30


def test_reaches_all_but_a_few_texts_of_the_content() -> None:
    texts = [f"text{number}text" for number in range(texts_in(parts=5))]

    told = markup_of(filled(iter(texts), parts=5))

    # The name of the PDF and the state of a letter are on no page.
    assert sum(text not in told for text in texts) < len(texts) / 50


def test_lets_no_text_of_a_thousand_become_markup_in_any_field() -> None:
    written = [
        Skeleton(markup_of(filled(cycle([own]), parts=1))).bones for own in ("plain", "محمد")
    ]

    for text in hostile(TEXTS):
        found = Skeleton(markup_of(filled(cycle([text]), parts=1)))

        assert found.bones in written, ascii(text)
        assert all(map(is_ours, found.marks)), ascii(text)


def test_lays_out_a_thousand_hostile_texts_and_asks_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: set[str] = set()
    fetch = OwnFilesAndPictures.fetch

    def noting(own: OwnFilesAndPictures, url: str, headers: Any = None) -> URLFetcherResponse:
        asked.add(url)
        return fetch(own, url, headers)

    monkeypatch.setattr(OwnFilesAndPictures, "fetch", noting)
    texts = hostile(TEXTS)

    while part := list(islice(texts, texts_in(parts=PARTS))):
        content = filled(cycle(part), parts=PARTS)
        made = printed(content, pictures=pictures_of(content))

        assert strange_things(made.data, pictures=PARTS) == []
    assert all(url.startswith((HOME, PICTURE)) for url in asked)
    assert [line.getMessage() for line in caplog.records if line.name == "weasyprint"] == []
