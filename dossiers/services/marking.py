"""The checkpoint a dossier stands on: made now unless one covers the case, and its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from cases.models import Case
from dossiers.rendering.content import Mark
from dossiers.rendering.words import exact, grouped
from evidence.models import ChainHead, Checkpoint, Reason, Timestamp, Way
from evidence.services import checkpoints, proof_files


@dataclass(frozen=True, slots=True)
class Marked:
    """The checkpoint's id, the case's last row it saw, what pages say of it, and its files."""

    checkpoint: UUID
    seq: int
    mark: Mark
    files: Mapping[str, bytes]


def marked(case: Case, *, now: datetime) -> Marked:
    """The checkpoint that covers all custody of a case as it is now, made where there is none."""
    covering = checkpoints.covering(case) or checkpoints.make(reason=Reason.DOSSIER, now=now)
    head = ChainHead.objects.filter(case=case, index__lt=covering.size).order_by("-index").first()
    return Marked(
        checkpoint=covering.pk,
        seq=head.seq if head else 0,
        mark=_mark(covering),
        files=proof_files.files_of(covering, case=case),
    )


def _mark(checkpoint: Checkpoint) -> Mark:
    stamps = Timestamp.objects.filter(checkpoint=checkpoint).order_by("stamped_at")
    tokens = [stamp for stamp in stamps if stamp.way == Way.RFC3161 and stamp.gen_time]
    promises = [stamp for stamp in stamps if stamp.way == Way.OTS]
    return Mark(
        number=str(checkpoint.number),
        made=exact(checkpoint.made_at),
        root=grouped(checkpoint.root),
        tokens=tuple(
            f"{exact(each.gen_time)} by {_host(each)}" for each in tokens if each.gen_time
        ),
        pending=bool(promises) and not any(each.final for each in promises),
    )


def _host(stamp: Timestamp) -> str:
    return urlsplit(stamp.authority).hostname or stamp.authority
