"""Read one mail in a process of its own: `python -m takedowns.intake.mail_child ORDER < mail`.

ORDER is a JSON object (see `MailOrder`). Out comes one JSON object, or the bytes of the attachment
that was asked for. A failure not answered here ends the process, which the parent takes for a
mail that cannot be read.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

from evidence.intake.confining import confine
from evidence.intake.limits import Limits
from takedowns.dkim import signatures_of, verify
from takedowns.dkim.canonical import cut
from takedowns.intake.mail_parts import attachments, content_of, facts_of, parsed
from takedowns.intake.order import Act, MailOrder


def main() -> None:
    """Confine this process, do what is asked, and write it down."""
    order = MailOrder.from_json(sys.argv[1])
    limits = order.limits
    confine(Limits(file_bytes=limits.file_bytes, seconds=limits.seconds, memory=limits.memory))
    with os.fdopen(0, "rb", closefd=False) as source:
        raw = source.read(limits.file_bytes)
    answer = answered(raw, order)
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(answer)


def answered(raw: bytes, order: MailOrder) -> bytes:
    """What the parent reads."""
    if order.act == Act.TAKE:
        return content_of(attachments(parsed(raw).mail)[order.take])
    if order.act == Act.VERIFY:
        checked = verify(raw, keys=lambda name: order.records.get(name, ""))
        return json.dumps([asdict(each) for each in checked]).encode()
    told = facts_of(parsed(raw), limits=order.limits)
    told["keys"] = [each.asks for each in signatures_of(cut(raw))]
    return json.dumps(told).encode()


if __name__ == "__main__":
    main()
