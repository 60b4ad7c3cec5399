"""What static files say to the browser beside themselves."""

from collections.abc import MutableMapping

WORKER = "fingerprint_worker"
SHUT_IN = "default-src 'none'; script-src 'self'"


def shut_in_worker(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Let the script that reads a person's pictures load its parts and ask for nothing else.

    A worker lives under the policy it came with, so the browser itself keeps it from sending.
    """
    if WORKER in url:
        headers["Content-Security-Policy"] = SHUT_IN
