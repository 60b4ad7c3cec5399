"""The checkpoint a dossier stands on."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Person
from cases.models import Case
from dossiers.services.marking import marked
from evidence.models import Checkpoint, Reason
from evidence.proofs import merkle, note
from evidence.services import checkpoints, custody, signing
from tests.evidence import makers
from tests.evidence.custody.authority import authority, make_authority, openssl
from tests.evidence.custody.world import stamp_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(case: Case, wren: Person) -> Case:
    makers.exhibit(case, actor=wren)
    return case


def test_makes_a_checkpoint_over_the_case(kept: Case, now: datetime) -> None:
    standing = marked(kept, now=now)

    made = Checkpoint.objects.get()
    assert (standing.checkpoint, made.reason) == (made.pk, Reason.DOSSIER)
    assert standing.mark.root.replace(" ", "").replace("\n", "") == made.root
    assert (standing.mark.tokens, standing.mark.pending) == ((), False)


def test_takes_the_checkpoint_that_covers_the_case_already(kept: Case, now: datetime) -> None:
    made = checkpoints.make(reason=Reason.SCHEDULE, now=now)

    assert marked(kept, now=now).checkpoint == made.pk

    custody.record(kept, "exhibit.read", item=None, actor=None, now=now)
    assert marked(kept, now=now).checkpoint != made.pk


def test_gives_files_that_prove_the_case_to_a_stranger(kept: Case, now: datetime) -> None:
    files = marked(kept, now=now).files

    told = json.loads(files["checkpoint-proof.json"])
    text = files["checkpoint.txt"].decode()
    assert note.signed_by(text, key=signing.public_key())
    assert note.read(text).root.hex() == told["root"]
    assert kept.ref in told["leaf"]
    assert merkle.included(
        merkle.leaf_hash(told["leaf"].encode()),
        index=told["index"],
        size=told["size"],
        proof=[bytes.fromhex(step) for step in told["path"]],
        root=bytes.fromhex(told["root"]),
    )


def test_names_the_clock_that_confirmed_it(
    kept: Case, now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.TIMESTAMP_ROOTS = make_authority(tmp_path / "tsa")
    with authority(tmp_path / "tsa") as clock:
        settings.TIMESTAMP_URLS = [clock.url]
        checkpoints.make(reason=Reason.DOSSIER, now=now)
        stamp_all(now=now)

    standing = marked(kept, now=now)

    [token] = standing.mark.tokens
    assert token.endswith("by 127.0.0.1")
    for name in ("checkpoint.txt", "checkpoint.tsr", "checkpoint-chain.pem"):
        (tmp_path / name).write_bytes(standing.files[name])
    words = ["ts", "-verify", "-data", "checkpoint.txt", "-in", "checkpoint.tsr", "-CAfile",
             "tsa/root.pem", "-untrusted", "checkpoint-chain.pem"]  # fmt: skip
    assert "Verification: OK" in openssl(tmp_path, *words)
