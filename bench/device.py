"""Fingerprints on the person's own device, in headless Chromium: `python -m bench.device`.

A 12-megapixel JPEG in at most half a second, decoding and hashing told apart, and no bit that
differs from the server's on twenty pictures. The best of five rounds counts: whatever else the
computer does only adds time.
"""

from __future__ import annotations

import base64
import functools
import http.server
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from evidence.fingerprints.crops import Box
from tests.data.pictures import drawn_picture, encoded
from tests.evidence.stating import stated_by_device
from tools import system

STATIC = Path(__file__).resolve().parents[1] / "static"
MOST_MS = 500
ROUNDS = 5
PICTURES = 20
ASK = """async ({data, region}) => {
  window.worker ??= new Worker("/js/fingerprint_worker.js", { type: "module" });
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return await new Promise((resolve) => {
    const heard = ({ data }) => {
      if (data.ready) return;
      window.worker.removeEventListener("message", heard);
      resolve(data);
    };
    window.worker.addEventListener("message", heard);
    window.worker.postMessage({ id: 1, file: new Blob([bytes]), region });
  });
}"""


class _Static(http.server.SimpleHTTPRequestHandler):
    """Our scripts, and a bare page to load them from."""

    def do_GET(self) -> None:
        if not self.path.startswith("/js/"):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Notebook</title>")
            return
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@dataclass
class Bench:
    """The worker of the reference page, by itself."""

    page: Page

    def answer(self, clear: bytes, *, region: Box | None = None) -> dict[str, Any]:
        """What the worker says of a file."""
        data = base64.b64encode(clear).decode()
        answer: dict[str, Any] = self.page.evaluate(ASK, {"data": data, "region": region})
        return answer

    def stated(self, clear: bytes, *, region: Box | None = None) -> Any:
        """The fingerprints as the device states them."""
        return self.answer(clear, region=region).get("stated")

    def expected(self, clear: bytes, *, region: Box | None = None) -> Any:
        """The same from the server's own code."""
        return json.loads(stated_by_device(clear, region=region))


@contextmanager
def bench_page(browser: Browser) -> Iterator[Bench]:
    """A bare page on this computer with our scripts beside it."""
    handler = functools.partial(_Static, directory=str(STATIC))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield Bench(page)
        context.close()
        server.shutdown()


def large_picture() -> bytes:
    """A JPEG of 4000 by 3000 points with grain in it."""
    picture = drawn_picture(1, width=4000, height=3000)
    return encoded(picture, form="JPEG", quality=90)


def bits_apart(bench: Bench) -> int:
    """How many bits differ from the server's on generated pictures, PNG and JPEG in turn."""
    apart = 0
    for seed in range(PICTURES):
        picture = drawn_picture(seed, width=640 + 37 * seed, height=480 + 23 * seed)
        clear = encoded(picture, form="JPEG" if seed % 2 else "PNG")
        ours, theirs = (_values(each(clear)) for each in (bench.stated, bench.expected))
        apart += sum(
            (int(one, 16) ^ int(other, 16)).bit_count()
            for one, other in zip(ours, theirs, strict=True)
        )
    return apart


def _values(told: dict[str, Any]) -> list[str]:
    return [
        *told["whole"],
        told["exchange"],
        told["phash"],
        *(crop["value"] for crop in told["crops"]),
    ]


def main() -> int:
    """0 where both goals are met."""
    program = os.environ.get("REDRESS_TEST_CHROMIUM", "") or system.chromium()
    if not program:
        sys.stdout.write("No Chromium here, so nothing can be measured.\n")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        with bench_page(browser) as bench:
            clear = large_picture()
            rounds = [bench.answer(clear)["took"] for _ in range(ROUNDS)]
            apart = bits_apart(bench)
        browser.close()
    best = min(rounds, key=lambda took: float(sum(took.values())))
    total = sum(best.values())
    told = ", ".join(f"{name} {best[name]:.0f}" for name in ("digest", "decode", "measure"))
    sys.stdout.write(f"12 MP JPEG of {len(clear) >> 10} KB on the device {total:.0f} ms ({told})\n")
    sys.stdout.write(f"bits that differ from the server's on {PICTURES} pictures: {apart}\n")
    return 0 if total <= MOST_MS and apart == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
