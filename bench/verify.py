"""`verify.py` on a bundle of 1,000 exhibits and 20,000 rows of custody, beside `sha256sum -c`.

    python -m bench.verify

Both read the same files from the same folder in turns; the figure is the ratio of processor time.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dossiers.rendering.bundle import Contents, Names, Sealing, bag_of
from dossiers.rendering.verify import LEAF_DOMAIN
from evidence.proofs import chain, merkle, note

EXHIBITS, ROWS, ROUNDS = 1_000, 20_000, 3
A_FILE = 700_000
AT = datetime(2026, 11, 22, tzinfo=UTC)


def main() -> int:
    """Print the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        top = _made(Path(folder))
        mine = min(_spent([sys.executable, str(top / "verify.py")]) for _ in range(ROUNDS))
        command = ["sha256sum", "-c", "--quiet", str(top / "manifest-sha256.txt")]
        theirs = min(_spent(command, at=top) for _ in range(ROUNDS))
    sys.stdout.write(
        f"verify.py on {EXHIBITS:,} exhibits and {ROWS:,} rows: {mine:.2f} s of processor time, "
        f"{mine / theirs:.2f} x sha256sum -c ({theirs:.2f} s); goal 2\n"
    )
    return 0 if mine <= 2 * theirs else 1


def _spent(command: list[str], *, at: Path | None = None) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=at, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _made(folder: Path) -> Path:
    key = Ed25519PrivateKey.generate()
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    contents = Contents(Names("notes-K7-QRM4-v1"), _files(), _log(key), "Words.\n")
    sealing = Sealing(sign=key.sign, pem=pem, stamp=lambda _: None)
    packed = folder / "b.zip"
    with packed.open("wb") as out:
        out.writelines(bag_of(contents, sealing=sealing, now=AT))
    with zipfile.ZipFile(packed) as bundle:
        bundle.extractall(folder)
    packed.unlink()
    return folder / "notes-K7-QRM4-v1"


def _files() -> Iterator[tuple[str, Iterable[bytes]]]:
    for number in range(EXHIBITS):
        yield f"originals/EX-{number + 1:04d}.jpg", [os.urandom(A_FILE)]


def _log(key: Ed25519PrivateKey) -> dict[str, bytes]:
    lines, previous = [], chain.START
    for seq in range(1, ROWS + 1):
        front = chain.front_of(
            chain="K7-QRM4", kind="exhibit.kept", item=UUID(int=seq), actor=None, at=AT,
            payload={"sha256": f"{seq:064x}"},
        )  # fmt: skip
        raw = chain.canonical(front, previous=previous, seq=seq)
        previous = chain.digest_of(raw)
        lines.append(json.dumps({"seq": seq, "digest": previous, "row": raw.decode()}))
    last = {"case": "K7-QRM4", "digest": previous, "seq": ROWS}
    mine = LEAF_DOMAIN + json.dumps(last, sort_keys=True, separators=(",", ":"))
    root = merkle.leaf_hash(mine.encode())
    told = note.Checkpoint(
        origin=note.origin_of(key.public_key()), size=1, root=root, at=chain.moment(AT)
    )
    proof = {"leaf": mine, "index": 0, "size": 1, "root": root.hex(), "path": []}
    return {
        "custody.jsonl": ("\n".join(lines) + "\n").encode(),
        "checkpoint.txt": note.signed(told, key=key).encode(),
        "checkpoint-proof.json": json.dumps(proof).encode(),
    }


if __name__ == "__main__":
    sys.exit(main())
