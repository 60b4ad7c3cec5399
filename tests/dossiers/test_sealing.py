"""The seal of a document: what programs of others say of it."""

import io
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader

from accounts.models import Person
from cases.models import Case
from dossiers.rendering.paper import printed
from dossiers.services import sealing
from evidence.services import signing
from tests.dossiers.conftest import Make, pdf_of, read, text_of
from tests.dossiers.test_assembling import content
from tests.evidence.custody.authority import authority, make_authority

NOWHERE = "http://127.0.0.1:9/"


def said(program: str, *words: str) -> tuple[int, str]:
    """Exit status and words of another's program."""
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def paper(full: Case, now: datetime) -> bytes:
    return printed(content(full, now), pictures={}).data


@pytest.fixture
def path(paper: bytes, now: datetime, tmp_path: Path) -> Path:
    """A sealed document in a file."""
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealing.sealed(paper, now=now))
    return file


def seal_in(path: Path) -> Any:
    """The one seal a document carries."""
    [seal] = PdfFileReader(io.BytesIO(path.read_bytes())).embedded_signatures
    return seal


def token_in(path: Path) -> Any:
    """The token a seal carries, or None."""
    attributes = seal_in(path).signer_info["unsigned_attrs"].native or []
    found = [each for each in attributes if each["type"] == "signature_time_stamp_token"]
    return found[0]["values"][0] if found else None


def test_keeps_the_bytes_of_the_document_and_adds_behind_them(paper: bytes, path: Path) -> None:
    assert path.read_bytes().startswith(paper)


def test_is_valid_over_the_whole_file_to_poppler(path: Path) -> None:
    _, words = said("pdfsig", str(path))

    assert "Signature is Valid." in words
    assert "Total document signed" in words
    assert "ETSI.CAdES.detached" in words


def test_is_a_whole_file_to_qpdf(path: Path) -> None:
    status, words = said("qpdf", "--check", str(path))

    assert (status, "No syntax or stream encoding errors found" in words) == (0, True)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_shows_a_flipped_bit(place: float, path: Path, paper: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(paper) * place)] ^= 1
    path.write_bytes(data)

    _, words = said("pdfsig", str(path))

    assert "Signature is Valid." not in words


def test_carries_no_token_where_no_authority_is_set(path: Path) -> None:
    assert token_in(path) is None


def test_carries_a_token_of_the_authority_that_is_set(
    paper: bytes, now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.TIMESTAMP_ROOTS = make_authority(tmp_path / "tsa")
    with authority(tmp_path / "tsa") as clock:
        settings.TIMESTAMP_URLS = [NOWHERE, clock.url]
        file = tmp_path / "stamped.pdf"
        file.write_bytes(sealing.sealed(paper, now=now))

    token = token_in(file)
    assert token is not None
    gen_time = token["content"]["encap_content_info"]["content"]["gen_time"]
    assert abs(gen_time - datetime.now(UTC)) < timedelta(minutes=1)
    assert "Signature is Valid." in said("pdfsig", str(file))[1]


def test_seals_without_a_token_when_nobody_answers(
    paper: bytes, now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.TIMESTAMP_ROOTS = make_authority(tmp_path / "tsa")
    settings.TIMESTAMP_URLS = [NOWHERE]
    file = tmp_path / "sealed.pdf"

    file.write_bytes(sealing.sealed(paper, now=now))

    assert token_in(file) is None


def test_takes_no_token_under_a_root_it_was_not_told_of(
    paper: bytes, now: datetime, settings: Any, tmp_path: Path
) -> None:
    make_authority(tmp_path / "tsa")
    settings.TIMESTAMP_ROOTS = make_authority(tmp_path / "another")
    with authority(tmp_path / "tsa") as clock:
        settings.TIMESTAMP_URLS = [clock.url]
        file = tmp_path / "sealed.pdf"
        file.write_bytes(sealing.sealed(paper, now=now))

    assert token_in(file) is None


def test_names_its_own_moment_in_utc_and_no_person(path: Path, now: datetime) -> None:
    seal = seal_in(path).sig_object

    assert seal["/M"] == now.strftime("D:%Y%m%d%H%M%SZ")
    assert not set(seal) & {"/Name", "/Location", "/ContactInfo", "/Prop_Build"}
    assert seal["/Reason"] == sealing.REASON


def test_makes_the_same_certificate_each_time_from_the_signing_key(settings: Any) -> None:
    first = sealing.seal_key().certificate.public_bytes(Encoding.PEM)

    assert sealing.seal_key().certificate.public_bytes(Encoding.PEM) == first
    Path(settings.SIGNING_KEY_FILE).unlink()
    signing.private_key()
    assert sealing.seal_key().certificate.public_bytes(Encoding.PEM) != first


def test_is_a_certificate_openssl_reads_and_finds_signed_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "seal.pem"
    file.write_bytes(sealing.seal_key().certificate.public_bytes(Encoding.PEM))

    status, words = said("openssl", "verify", "-partial_chain", "-CAfile", str(file), str(file))

    assert status == 0, words


def test_seals_each_dossier_and_says_on_its_cover_what_that_is_not(
    full: Case, wren: Person, make: Make, tmp_path: Path
) -> None:
    made = make(full, wren)
    file = tmp_path / "made.pdf"
    file.write_bytes(pdf_of(made))

    words = text_of(made)
    assert "Signature is Valid." in said("pdfsig", str(file))[1]
    assert "It is not the signature of a person" in words
    assert sealing.certificate_digest()[:4] in words


def test_takes_less_than_a_second(paper: bytes, now: datetime) -> None:
    sealing.sealed(paper, now=now)
    begun = process_time()

    sealing.sealed(paper, now=now)

    assert process_time() - begun < 1


def test_keeps_the_cover_on_one_page(full: Case, wren: Person, make: Make) -> None:
    made = make(full, wren, reader="Chambers of Somebody " * 5, left_out=(2, 3), with_name=True)

    assert "Summary" in read(made).pages[1].extract_text()
