"""The link that was meant, and the key by which two spellings of it are one place."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

import idna

from cases.registry.spelling import Spelling, spelling, under_any
from evidence.links.pasted import (
    DOT,
    EMAIL,
    FILE_NAME,
    HOSTLIKE,
    HTTP,
    INVISIBLE,
    MAX_LENGTH,
    OTHER_SCHEMES,
    QUAD,
    bare,
    split_pasted,
)

_ADDRESS = r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?"
_MATTERS = (
    r"[!/].+|(?:post|comment|msg|message|reply|entry|pid|p|q|c|r)[-_=]?\d[\w-]*"
    r"|(?=.*\d)(?=.*[A-Z])[\w=+/-]{16,}"
)

_NOT_A_LINK = (
    "This does not look like a link. Open the page, copy what stands in the address bar, "
    "and paste it here."
)
_REFUSED_SCHEMES = {
    "magnet": (
        "This is a torrent link, which names a file but no website. "
        "Please paste the link of the page where you found it."
    ),
    "data": (
        "This is the picture itself written as text, not a link. "
        "Please paste the link of the page that shows it."
    ),
    "javascript": (
        "This is a piece of script, not a link. Please copy the link from the address bar instead."
    ),
    "file": (
        "This link leads to a file on one device. "
        "If the file was online, please paste the link of that page."
    ),
    "mailto": (
        "This is an email address, not a link. "
        "If the material came by email, please add it as a place without a link."
    ),
}
_REFUSED_HANDLE = (
    "This is a name, not a link. Open that profile, copy what stands in the address bar, "
    "and paste it here."
)
_REFUSED_FILE = (
    "This looks like the name of a file. Please paste the link of the page where you found it."
)


class LinkRefused(ValueError):
    """The text is not a link that can be kept. `reason` is one sentence or two for the person."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as pasted and as meant.

    `as_seen` is what was pasted, to the letter. `url` has the host that was pasted (small letters,
    IDNA, no trailing dot), never another; only a page that is known to do nothing but forward
    (`forwarder` in the spelling data) gives way to the link that stands whole within it. `key` is
    only for comparing: two links with one key are one place, also where a share link, another
    layout or another name of the host was pasted.
    """

    as_seen: str
    url: str
    host: str
    key: str
    onion: bool
    notes: tuple[str, ...]


def normalise(raw: str) -> Link:
    """The link that was meant. Raises LinkRefused if there is none, or more than one."""
    return _read(raw, as_seen=raw, notes=[])


def _read(raw: str, *, as_seen: str, notes: list[str]) -> Link:
    text = _refanged(_with_scheme(_single(raw, notes=notes), notes=notes))
    match = re.fullmatch(_ADDRESS, text, re.DOTALL)
    if match is None:
        raise LinkRefused(_NOT_A_LINK)
    scheme, authority, path, query, fragment = match.groups(default="")
    host, port = _host_and_port(authority, scheme=scheme, notes=notes)
    spelled = spelling()
    path = _encoded(path) or "/"
    if target := "" if port else spelled.sent_on(host, path, query):
        with suppress(LinkRefused):
            said = f"{host} only sends on; the page it leads to was taken."
            return _read(target, as_seen=as_seen, notes=[*notes, said])
    query = _significant(_encoded(query), host=spelled.folded(host), spelled=spelled, notes=notes)
    fragment = _kept_fragment(_encoded(fragment), host=host, spelled=spelled, notes=notes)

    url = _tail_encoded(f"{scheme}://{host}{port}{path}{query}{fragment}")
    if len(url) > MAX_LENGTH:
        raise LinkRefused(_too_long())
    return Link(
        as_seen=as_seen,
        url=url,
        host=host,
        key=_key(url, host=host, port=port, spelled=spelled),
        onion=host.endswith(".onion"),
        notes=tuple(notes),
    )


def _single(raw: str, *, notes: list[str]) -> str:
    """The one candidate in the text, without what clings to it."""
    text = raw.translate(INVISIBLE).strip()
    if len(text) > MAX_LENGTH:
        _refuse_other_schemes(text)
        raise LinkRefused(_too_long())
    if re.search(r"\s", text):
        found = split_pasted(text)
        if len(found) > 1:
            raise LinkRefused(
                "There is more than one link here. Please add them one at a time, "
                "or use the box for many links."
            )
        if not found:
            raise LinkRefused(_NOT_A_LINK)
        notes.append("Only the link was kept; the words around it were left out.")
        text = found[0]
    text = bare(text)
    if not text:
        raise LinkRefused("Nothing was pasted yet. Please paste a link here.")
    return text


def _too_long() -> str:
    return (
        f"This link is longer than {MAX_LENGTH:,} characters, so more than the link was copied. "
        "Please copy it once more from the address bar."
    )


def _with_scheme(text: str, *, notes: list[str]) -> str:
    start = re.match(HTTP, text, re.IGNORECASE)
    if start:
        scheme = "https" if "s" in re.sub(r"[^a-z]", "", start.group().lower())[3:] else "http"
        return f"{scheme}://{text[start.end() :]}"
    _refuse_other_schemes(text)
    if text.startswith("//"):
        text = text[2:]
    elif not re.match(rf"(?:{HOSTLIKE}|{QUAD}|\[[0-9a-fA-F:.]+\](?::\d+)?)(?:[/?#\\]|$)", text):
        raise LinkRefused(_NOT_A_LINK)
    elif re.fullmatch(FILE_NAME, text):
        raise LinkRefused(_REFUSED_FILE)
    scheme = "http" if re.match(r"[^/?#]*\.onion\.?(?:[:/?#]|$)", text) else "https"
    notes.append(f"{scheme}:// was added at the front.")
    return f"{scheme}://{text}"


def _refuse_other_schemes(text: str) -> None:
    if re.fullmatch(EMAIL, text):
        raise LinkRefused(_REFUSED_SCHEMES["mailto"])
    if text.startswith("@"):
        raise LinkRefused(_REFUSED_HANDLE)
    named = re.match(r"([a-zA-Z][a-zA-Z0-9+-]*):(?!\d+(?:[/?#]|$))", text)
    if named is None:
        return
    scheme = named.group(1).lower()
    if scheme in ("http", "https"):
        return
    if scheme in _REFUSED_SCHEMES:
        raise LinkRefused(_REFUSED_SCHEMES[scheme])
    if re.fullmatch(OTHER_SCHEMES, text, re.IGNORECASE):
        raise LinkRefused(
            f"Links that begin with {scheme}: work only inside one app or device. "
            "Please paste the link of the web page, which begins with https://."
        )


def _refanged(text: str) -> str:
    """Masked dots in the host are dots again, and backslashes before the query are slashes."""
    head, mark, rest = _cut(text, at="?#")
    head = head.replace("\\", "/")
    scheme, _, place = head.partition("://")
    authority, slash, path = _cut(place.lstrip("/"), at="/")
    authority = re.sub(DOT, ".", authority, flags=re.IGNORECASE)
    return f"{scheme}://{authority}{slash}{path}{mark}{rest}"


def _cut(text: str, *, at: str) -> tuple[str, str, str]:
    found = re.search(f"[{at}]", text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found.group(), text[found.end() :]


def _host_and_port(authority: str, *, scheme: str, notes: list[str]) -> tuple[str, str]:
    """The host, and `:port` unless it is the usual one."""
    userinfo, at, place = authority.rpartition("@")
    if at and userinfo:
        notes.append("A name or password stood in the link; it was left out here.")
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d*))?", place)
    if match is None or (match.group(2) and int(match.group(2)) > 65535):
        raise LinkRefused(_NOT_A_LINK)
    host = _host(match.group(1))
    if host.endswith(".onion"):
        notes.append("This address opens only in Tor Browser.")
    port = str(int(match.group(2))) if match.group(2) else ""
    usual = {"http": "80", "https": "443"}[scheme]
    return host, f":{port}" if port and port != usual else ""


def _host(text: str) -> str:
    if text.startswith("["):
        return f"[{_ip(text[1:-1], version=6)}]"
    try:
        host = idna.uts46_remap(text, std3_rules=False, transitional=False)
    except idna.IDNAError as error:
        raise LinkRefused(_NOT_A_LINK) from error
    labels = [_label(label) for label in host.rstrip(".").split(".")]
    host = ".".join(labels)
    if re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):
        return _ip(host, version=4)
    if len(labels) < 2 or len(host) > 253:
        raise LinkRefused(_NOT_A_LINK)
    return host


def _ip(text: str, *, version: int) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError as error:
        raise LinkRefused(_NOT_A_LINK) from error
    if address.version != version or "%" in text:
        raise LinkRefused(_NOT_A_LINK)
    return str(address)


def _label(label: str) -> str:
    """The label in ASCII. Names that browsers open but IDNA 2008 forbids (emoji) are kept."""
    if not label.isascii():
        try:
            label = idna.alabel(label).decode("ascii")
        except idna.IDNAError:
            label = "xn--" + label.encode("punycode").decode("ascii")
    if not re.fullmatch(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", label):
        raise LinkRefused(_NOT_A_LINK)
    return label


def _encoded(text: str) -> str:
    return quote(text, safe="!#$%&'()*+,-./:;=?@[\\]^_{}~", errors="surrogatepass")


def _tail_encoded(url: str) -> str:
    """A mark at the very end is written as its code where it would be taken for punctuation."""
    return url if bare(url) == url else f"{url[:-1]}%{ord(url[-1]):02X}"


def _significant(query: str, *, host: str, spelled: Spelling, notes: list[str]) -> str:
    parts = [part for part in re.sub(r"&(?:amp;)+", "&", query).split("&") if part]
    dropped = [part for part in parts if spelled.only_shares(_name(part), host=host)]
    if dropped:
        notes.append("Parts that only tell who shared the link were left out.")
    kept = "&".join(part for part in parts if part not in dropped)
    return f"?{kept}" if kept else ""


def _name(part: str) -> str:
    return part.partition("=")[0]


def _kept_fragment(fragment: str, *, host: str, spelled: Spelling, notes: list[str]) -> str:
    if not fragment:
        return ""
    if under_any(host, hosts=spelled.fragment_hosts) or re.fullmatch(_MATTERS, fragment):
        return f"#{fragment}"
    notes.append("The part after # was left out; it only scrolls the page.")
    return ""


def _key(url: str, *, host: str, port: str, spelled: Spelling) -> str:
    """Host without its spellings, path without a last slash, query in the order of its keys."""
    host, tail = spelled.plain(
        spelled.folded(host), "/" + url.partition("://")[2].partition("/")[2]
    )
    place, _, fragment = tail.partition("#")
    place, _, query = place.partition("?")
    ordered = "&".join(sorted(query.split("&"), key=_name))
    tail = f"/{place[1:].removesuffix('/')}"
    tail += (f"?{ordered}" if query else "") + (f"#{fragment}" if fragment else "")
    return host + port + re.sub(r"%[0-9a-fA-F]{2}", _plain_code, tail)


def _plain_code(code: re.Match[str]) -> str:
    """A letter, digit or mark that needs no code is itself; any other code is in large letters."""
    sign = chr(int(code.group()[1:], 16))
    return sign if re.fullmatch(r"[\w.~-]", sign, re.ASCII) else code.group().upper()
