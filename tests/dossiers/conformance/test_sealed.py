"""A seal takes nothing from PDF/A-3a and PDF/UA-1: judged before it, after it, and with a token."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cases.models import Case
from dossiers.models import Declaration
from dossiers.rendering.paper import printed
from dossiers.services import sealing
from tests.dossiers.conformance.test_conformance import judged
from tests.dossiers.test_assembling import content
from tests.evidence.custody.authority import authority, make_authority

pytestmark = pytest.mark.django_db


def test_keeps_both_standards_before_and_after_the_seal(
    full: Case, now: datetime, settings: Any, tmp_path: Path
) -> None:
    plain = printed(content(full, now, declarations=tuple(Declaration)), pictures={}).data
    settings.TIMESTAMP_ROOTS = make_authority(tmp_path / "tsa")
    with authority(tmp_path / "tsa") as clock:
        sealed = sealing.sealed(plain, now=now)
        settings.TIMESTAMP_URLS = [clock.url]
        stamped = sealing.sealed(plain, now=now)
    files = []
    for name, data in {"plain": plain, "sealed": sealed, "stamped": stamped}.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(data)

    found = judged(*files)

    assert found == {str(file): {"3a": [], "ua1": []} for file in files}
    assert len(plain) < len(sealed) == len(stamped)
