"""Mails for tests: made here, signed with keys made here. No real person wrote any of them."""

import base64
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from takedowns.dkim import canonical

DOMAIN, SELECTOR = "service.example", "autumn"
NAME = f"{SELECTOR}._domainkey.{DOMAIN}"
HEAD = (
    b"From: Trust Desk <desk@service.example>\r\n"
    b"To: answers@mailbox.example\r\n"
    b"Subject: Re: Your report [#4471-209]\r\n"
    b"Date: Sun, 22 Nov 2026 15:20:00 +0000\r\n"
    b"Message-ID: <answer-1@service.example>\r\n"
    b"References: <ours-1@mailbox.example>\r\n"
)
TEXT = b"Hello,\r\n\r\nWe have removed the content you reported.\r\n\r\nThe desk\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + TEXT


@cache
def rsa_key(bits: int = 2048) -> RSAPrivateKey:
    """One key for the whole run; making one takes a while."""
    return generate_private_key(public_exponent=65537, key_size=bits)


@cache
def edwards_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def record_of(key: RSAPrivateKey | Ed25519PrivateKey, more: str = "") -> str:
    """The key record a domain would publish."""
    if isinstance(key, Ed25519PrivateKey):
        raw, kind = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), "ed25519"
    else:
        form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        raw, kind = key.public_key().public_bytes(*form), "rsa"
    return f"v=DKIM1; k={kind}; {more}p={base64.b64encode(raw).decode()}"


@dataclass(frozen=True)
class Signing:
    """How a mail is signed; `more` are further tags."""

    form: str = "simple/simple"
    names: str = "from:to:subject:date:message-id"
    more: str = ""
    length: int | None = None
    domain: str = DOMAIN


def signed(
    raw: bytes = PLAIN,
    *,
    key: RSAPrivateKey | Ed25519PrivateKey | None = None,
    how: Signing = Signing(),
) -> bytes:
    """The mail with a signature of `how.domain` on top."""
    key = key or rsa_key()
    kind = "ed25519" if isinstance(key, Ed25519PrivateKey) else "rsa"
    head, _, body_form = how.form.partition("/")
    mail = canonical.cut(raw)
    text = canonical.body(mail.body, relaxed=body_form == "relaxed")[: how.length]
    digest = base64.b64encode(sha256(text).digest()).decode()
    length = f" l={how.length};" if how.length is not None else ""
    field = (
        f"DKIM-Signature: v=1; a={kind}-sha256; c={how.form}; d={how.domain};\r\n s={SELECTOR};"
        f" h={how.names};{length}{how.more}\r\n bh={digest};\r\n b="
    ).encode()
    parts = [
        next(each.raw for each in reversed(mail.fields) if each.name == name.encode())
        for name in how.names.split(":")
    ]
    forms = [canonical.header(part, relaxed=head == "relaxed") for part in [*parts, field]]
    value = _value(key, b"\r\n".join(forms))
    return field + base64.b64encode(value) + b"\r\n" + raw


def _value(key: RSAPrivateKey | Ed25519PrivateKey, head: bytes) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(sha256(head).digest())
    return key.sign(head, PKCS1v15(), SHA256())


def with_attachment(content: bytes, *, name: str = "list.zip") -> bytes:
    """The mail with its text as HTML and one file."""
    packed = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="part"\r\n\r\n--part\r\n'
        + b"Content-Type: text/html\r\n\r\n<p>We have <b>removed</b> it.</p>"
        + b'<script>alert(1)</script><img src="https://tracker.example/x.gif">\r\n--part\r\n'
        + f'Content-Type: application/zip; name="{name}"\r\n'.encode()
        + b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n"
        + packed
        + b"--part--\r\n"
    )
