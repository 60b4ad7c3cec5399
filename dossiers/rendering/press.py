"""Lays one volume out in a process of its own: `python -m dossiers.rendering.press`.

The order comes on standard input: a line of JSON with `prefix`, the bytes of `markup`, and the
number and bytes of each of `pictures`; then all those bytes. It says `pages N`, waits for
`start K` (the number for quoting of its first page), and answers a line of JSON with `pages`,
`parts` and the bytes of the document, then the document. What it took goes back to the machine
when it ends, so that memory does not grow with the number of volumes.
"""

import json
import sys
from typing import BinaryIO

import django

from dossiers.rendering.paper import pressed


def main(order: BinaryIO, answer: BinaryIO) -> None:
    """Take one order and answer it."""
    told = json.loads(order.readline())
    markup = order.read(told["markup"]).decode()
    pictures = {number: order.read(size) for number, size in told["pictures"]}

    def start(pages: int) -> int:
        answer.write(f"pages {pages}\n".encode())
        answer.flush()
        word, first = order.readline().split()
        if word != b"start":
            raise ValueError("the number of the first page was expected")
        return int(first)

    paper = pressed(markup, pictures=pictures, prefix=told["prefix"], start=start)
    head = {"pages": paper.pages, "parts": dict(paper.parts), "bytes": len(paper.data)}
    answer.write(json.dumps(head).encode() + b"\n")
    answer.write(paper.data)
    answer.flush()


if __name__ == "__main__":
    django.setup()
    main(sys.stdin.buffer, sys.stdout.buffer)
