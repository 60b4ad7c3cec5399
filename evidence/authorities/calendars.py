"""OpenTimestamps: a calendar gathers digests and puts one over all of them into a block.

The proof is built here. A calendar takes it at once and promises; the promise becomes a path to a
block hours later. Whether that block exists only a Bitcoin node can say: this module checks the
path, not the block.
"""

import secrets
from hashlib import sha256
from typing import Final

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpSHA256
from opentimestamps.core.serialize import (
    BytesDeserializationContext,
    BytesSerializationContext,
    DeserializationError,
)
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

from evidence.authorities.asking import NoAnswer, NotThere, ask

HEADERS: Final = {
    "Accept": "application/vnd.opentimestamps.v1",
    "Content-Type": "application/x-www-form-urlencoded",
}
NONCE: Final = 16


class NotAProof(NoAnswer):
    """The bytes are no proof, or one over other bytes."""


def submit(message: bytes, *, url: str) -> tuple[bytes, bytes]:
    """What was sent to the calendar, and the proof file with its promise. Raises NoAnswer.

    Random bytes are added first: the calendar learns nothing it could compare.
    """
    proof = DetachedTimestampFile(OpSHA256(), Timestamp(sha256(message).digest()))
    tip = proof.timestamp.ops.add(OpAppend(secrets.token_bytes(NONCE))).ops.add(OpSHA256())
    answer = ask(f"{url.rstrip('/')}/digest", body=tip.msg, headers=HEADERS)
    tip.merge(_timestamp(answer, over=tip.msg))
    return tip.msg, _written(proof)


def upgrade(proof: bytes, *, message: bytes, url: str) -> bytes | None:
    """The proof with its path to a block, or None where the calendar still waits.

    Only the configured address is asked, whatever the proof names. Raises NoAnswer.
    """
    whole = read(proof, message=message)
    grown = False
    for commitment, attestation in list(whole.timestamp.all_attestations()):
        if isinstance(attestation, PendingAttestation):
            grown |= _grow(whole.timestamp, commitment, url=url)
    return _written(whole) if grown and is_final(_written(whole), message=message) else None


def is_final(proof: bytes, *, message: bytes) -> bool:
    """Whether the proof leads to a block. Raises NotAProof."""
    found = read(proof, message=message).timestamp.all_attestations()
    return any(isinstance(each, BitcoinBlockHeaderAttestation) for _, each in found)


def read(proof: bytes, *, message: bytes) -> DetachedTimestampFile:
    """The proof file, if it is one over this message. Raises NotAProof."""
    try:
        context = BytesDeserializationContext(proof)
        found = DetachedTimestampFile.deserialize(context)
        context.assert_eof()
    except (DeserializationError, ValueError) as fault:
        raise NotAProof("its answer is no proof") from fault
    if found.file_digest != sha256(message).digest():
        raise NotAProof("the proof is over other bytes")
    return found


def _grow(tree: Timestamp, commitment: bytes, *, url: str) -> bool:
    try:
        answer = ask(f"{url.rstrip('/')}/timestamp/{commitment.hex()}", headers=HEADERS)
    except NotThere:
        return False
    found = _timestamp(answer, over=commitment)
    for node in _nodes(tree):
        if node.msg == commitment:
            node.merge(found)
    return True


def _nodes(tree: Timestamp) -> list[Timestamp]:
    found = [tree]
    for node in found:
        found += node.ops.values()
    return found


def _timestamp(answer: bytes, *, over: bytes) -> Timestamp:
    try:
        return Timestamp.deserialize(BytesDeserializationContext(answer), over)
    except (DeserializationError, ValueError) as fault:
        raise NotAProof("its answer is no proof") from fault


def _written(proof: DetachedTimestampFile) -> bytes:
    context = BytesSerializationContext()
    proof.serialize(context)
    written: bytes = context.getbytes()
    return written
