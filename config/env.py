"""The environment, read in one place and typed. A wrong value stops the start."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class WrongSetting(SystemExit):
    """A setting cannot be used; the text says which and what to set."""


def text(name: str, default: str = "") -> str:
    """The value of the variable, without surrounding blanks."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """Yes or no from the environment."""
    raw = text(name).lower()
    if raw in {"", "1", "0", "yes", "no", "true", "false", "on", "off"}:
        return default if raw == "" else raw in {"1", "yes", "true", "on"}
    raise WrongSetting(f"{name} is {raw!r}; set it to yes or no.")


def number(name: str, *, default: int, least: int, most: int) -> int:
    """A whole number within its bounds."""
    raw = text(name) or str(default)
    if raw.isdigit() and least <= int(raw) <= most:
        return int(raw)
    raise WrongSetting(f"{name} is {raw!r}; set it to a whole number from {least} to {most}.")


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def web_addresses(name: str) -> list[str]:
    """Addresses of services on the web, separated by commas."""
    found = words(name)
    for address in found:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or len(address) > 200:
            raise WrongSetting(f"{name} cannot be read; give addresses that start with https://.")
    return found


def stand_ins(name: str) -> dict[str, tuple[str, int]]:
    """Names of nobody's that stand for servers on this machine: `pictures.example=127.0.0.1:8081`.

    For a demo. Only names that no one can own and loopback addresses are taken, so that it opens
    no door to anything else.
    """
    found: dict[str, tuple[str, int]] = {}
    for entry in words(name):
        host, _, place = entry.partition("=")
        address, _, port = place.rpartition(":")
        nobodys = host.rpartition(".")[2] in {"example", "test", "invalid", "localhost"}
        if not (nobodys and address in {"127.0.0.1", "::1"} and port.isdigit()):
            raise WrongSetting(
                f"{name} cannot be read; write names that end in .example or .test, such as "
                "pictures.example=127.0.0.1:8081."
            )
        found[host] = (address, int(port))
    return found


def file(name: str) -> Path | None:
    """A file that can be read, or None where the variable is empty."""
    raw = text(name)
    if not raw:
        return None
    path = Path(raw).expanduser().resolve()
    if not (path.is_file() and os.access(path, os.R_OK)):
        raise WrongSetting(f"{name} is {path}, which is no file that can be read.")
    return path


def folder(name: str, *, default: Path) -> Path:
    """A directory that exists after the call and only its owner may enter."""
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise WrongSetting(f"{name} is {path}, which cannot be made: {fault.strerror}.") from fault
    return path


def secret_file(path: Path, *, size: int) -> bytes:
    """`size` random bytes kept in a file of mode 0600, made at the first call."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(size))
            handle.flush()
            os.fsync(handle.fileno())
    try:
        value = bytes.fromhex(path.read_text().strip())
    except ValueError as fault:
        raise WrongSetting(f"{path} does not hold a key; restore it from your backup.") from fault
    if len(value) != size:
        raise WrongSetting(f"{path} does not hold a whole key; restore it from your backup.")
    return value


@dataclass(frozen=True, slots=True)
class ServiceUrl:
    """The parts of an address such as `smtp://user:word@host:25/?tls=yes`."""

    scheme: str
    user: str
    password: str
    host: str
    port: int | None
    path: str
    options: dict[str, str]


def service_url(name: str, *, schemes: set[str], value: str | None = None) -> ServiceUrl | None:
    """The address of a service, or None where the variable is empty."""
    raw = text(name) if value is None else value
    if not raw:
        return None
    parts = urlsplit(raw)
    if parts.scheme not in schemes:
        wanted = ", ".join(sorted(f"{scheme}://" for scheme in schemes))
        raise WrongSetting(f"{name} cannot be read; it should start with one of {wanted}.")
    try:
        port = parts.port
    except ValueError as fault:
        raise WrongSetting(f"{name} has a port that is not a number.") from fault
    return ServiceUrl(
        scheme=parts.scheme,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=parts.hostname or "",
        port=port,
        path=unquote(parts.path.lstrip("/")),
        options=dict(parse_qsl(parts.query)),
    )
