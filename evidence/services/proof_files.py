"""What a stranger needs to check a checkpoint, as files under neutral names.

`checkpoint.txt` is the signed text, byte for byte what an authority stamped.
"""

import json
from typing import Final

from cases.models import Case
from evidence.models import Checkpoint, Timestamp, Way
from evidence.proofs import note
from evidence.services import checkpoints, signing

NOTE: Final = "checkpoint.txt"
KEY: Final = "checkpoint-key.pem"
PROOF: Final = "checkpoint-proof.json"


def files_of(checkpoint: Checkpoint, *, case: Case) -> dict[str, bytes]:
    """Name to bytes: the text, the public key, the case's path to the root, and each token.

    Raises SigningKeyMissing.
    """
    files = {NOTE: checkpoint.note.encode(), KEY: signing.public_pem().encode()}
    proof = checkpoints.inclusion(case, under=checkpoint)
    if proof is not None:
        files[PROOF] = _json(proof, root=note.read(checkpoint.note).root)
    stamps = Timestamp.objects.filter(checkpoint=checkpoint).order_by("stamped_at")
    tokens = [stamp for stamp in stamps if stamp.way == Way.RFC3161]
    for number, token in enumerate(tokens, 1):
        name = "checkpoint" if number == 1 else f"checkpoint-{number}"
        files[f"{name}.tsr"] = bytes(token.answer)
        files[f"{name}-chain.pem"] = token.certificates.encode()
    newest = {stamp.authority: stamp for stamp in stamps if stamp.way == Way.OTS}
    for number, promise in enumerate(newest.values(), 1):
        name = "checkpoint.txt" if number == 1 else f"checkpoint-{number}.txt"
        files[f"{name}.ots"] = bytes(promise.answer)
    return files


def _json(proof: checkpoints.Inclusion, *, root: bytes) -> bytes:
    told = {
        "leaf": proof.leaf.decode(),
        "index": proof.index,
        "size": proof.size,
        "path": [step.hex() for step in proof.path],
        "root": root.hex(),
    }
    return json.dumps(told, indent=1).encode() + b"\n"
