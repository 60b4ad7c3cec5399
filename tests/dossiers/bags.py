"""A small bundle out of nothing: real digests, a real chain, a real signature, a real token."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dossiers.rendering import verify
from dossiers.rendering.bundle import Contents, Names, Sealing, Stamp, bag_of, opened
from evidence.authorities import rfc3161
from evidence.proofs import chain, merkle, note
from evidence.services.checkpoints import leaf
from tests.evidence.custody.authority import authority

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROWS = 12
FILES = {
    "notes.pdf": [b"%PDF-1.7\n", b"pages of a document " * 40],
    "exhibits-sha256.txt": [b"0" * 64 + b"  EX-0001.png\n"],
    "originals/EX-0001.png": [b"a picture " * 30],
    "originals/EX-0002.png": [b"another picture " * 30],
    "tables/exhibits.csv": [b"label,sha256\r\nEX-0001,00\r\n"],
}


def custody() -> list[tuple[int, str, str]]:
    """Number, digest and bytes of each row of a chain."""
    rows, previous = [], chain.START
    for seq in range(1, ROWS + 1):
        front = chain.front_of(
            chain="K7-QRM4", kind="exhibit.kept", item=UUID(int=seq), actor=None, at=AT,
            payload={"sha256": f"{seq:064x}"},
        )  # fmt: skip
        raw = chain.canonical(front, previous=previous, seq=seq)
        previous = chain.digest_of(raw)
        rows.append((seq, previous, raw.decode()))
    return rows


def log(key: Ed25519PrivateKey) -> dict[str, bytes]:
    """The log of custody: rows, signed checkpoint, and the path of the last row in a tree of 7."""
    rows = custody()
    mine = leaf(chain_name="K7-QRM4", seq=ROWS, digest=rows[-1][1])
    hashes = [merkle.leaf_hash(bytes([number])) for number in range(7)]
    hashes[3] = merkle.leaf_hash(mine)
    tree = merkle.Tree()
    for one in hashes:
        tree.add(one)
    told = note.Checkpoint(
        origin=note.origin_of(key.public_key()), size=7, root=tree.root(), at=chain.moment(AT)
    )
    proof = {
        "leaf": mine.decode(), "index": 3, "size": 7, "root": tree.root().hex(),
        "path": [step.hex() for step in merkle.inclusion_proof(hashes, 3)],
    }  # fmt: skip
    lines = [json.dumps({"seq": seq, "digest": digest, "row": row}) for seq, digest, row in rows]
    return {
        "custody.jsonl": ("\n".join(lines) + "\n").encode(),
        "checkpoint.txt": note.signed(told, key=key).encode(),
        "checkpoint-proof.json": json.dumps(proof, indent=1).encode(),
    }


def bag(tsa: Path | None = None) -> dict[str, bytes]:
    """The files of a bundle by name; stamped by the authority of a folder, if there is one."""
    return opened(packed(tsa))


def packed(tsa: Path | None = None) -> bytes:
    """The same as the ZIP."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    sealing = Sealing(sign=key.sign, pem=pem, stamp=lambda content: _stamp(content, tsa))
    contents = Contents(
        names=Names("notes-K7-QRM4-v1"), files=FILES.items(), custody=log(key), readme="Words.\n"
    )
    return b"".join(bag_of(contents, sealing=sealing, now=AT))


def _stamp(content: bytes, tsa: Path | None) -> Stamp | None:
    if tsa is None:
        return None
    with authority(tsa) as clock:
        token = rfc3161.stamp(content, url=clock.url, roots=tsa / "root.pem")
    return Stamp(answer=token.answer, certificates=token.certificates.encode())


def held(files: dict[str, bytes]) -> verify.Bundle:
    """Files in memory, as the checks read them."""
    return verify.Bundle(list(files), lambda name: io.BytesIO(files[name]))


def broken(files: dict[str, bytes]) -> list[str]:
    """What the checks name as broken."""
    return [item for finding in verify.verify(held(files)) for item in finding.items]
