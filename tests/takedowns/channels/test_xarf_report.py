"""An abuse report beside a letter, read back with the format's own library."""

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
import xarf

from takedowns.channels.base import AbuseKind, Outgoing, WayOut
from takedowns.channels.xarf_report import NothingToReport, ReportNotValid, XarfReport
from tests.takedowns.channels.way_out_suite import WayOutSuite

PLAIN = XarfReport.examples()[0]
assert PLAIN.abuse is not None
CLAIM = PLAIN.abuse


def read(letter: Outgoing) -> list[dict[str, Any]]:
    return [json.loads(parcel.data) for parcel in XarfReport().reports(letter)]


class TestXarfReport(WayOutSuite):
    way: WayOut = XarfReport()

    def test_holds_to_the_format(self, letter: Outgoing) -> None:
        parsed = [xarf.parse(report) for report in read(letter)]

        assert all(not result.errors and result.report for result in parsed)
        assert not any(result.warnings for result in parsed)

    def test_carries_no_evidence_and_no_digest(self, letter: Outgoing) -> None:
        for report in read(letter):
            assert "evidence" not in report
            assert "screenshot_url" not in report
            assert not re.search(r"[0-9a-f]{40,}|base64|data:", json.dumps(report))

    def test_says_nothing_of_the_letter_but_the_place(self, letter: Outgoing) -> None:
        told = json.dumps(read(letter), ensure_ascii=False)

        assert letter.sender_name not in told
        assert letter.body[:40] not in told

    def test_stays_the_same_report_each_time(self, letter: Outgoing) -> None:
        assert self.way.pack(letter).data == self.way.pack(letter).data


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        (AbuseKind.COPYRIGHT, ("copyright", "copyright")),
        (AbuseKind.PERSONAL_DATA, ("content", "exposed_data")),
    ],
)
def test_takes_the_type_that_fits(kind: AbuseKind, fits: tuple[str, str]) -> None:
    (report,) = read(replace(PLAIN, abuse=replace(CLAIM, kind=kind)))

    assert (report["category"], report["type"]) == fits


def test_makes_one_report_for_each_place_and_one_bundle_of_all() -> None:
    many = XarfReport.examples()[2]

    parcel = XarfReport().pack(many)

    bundle = zipfile.ZipFile(io.BytesIO(parcel.data))
    hosts = [json.loads(bundle.read(name))["source_identifier"] for name in bundle.namelist()]
    assert hosts == ["board.example", "xn--bcher-kva.example", "192.0.2.7"]
    assert len({report["report_id"] for report in read(many)}) == 3


@pytest.mark.parametrize("claim", [None, replace(CLAIM, places=())])
def test_makes_none_where_nothing_fits(claim: Any) -> None:
    with pytest.raises(NothingToReport):
        XarfReport().pack(replace(PLAIN, abuse=claim))


def test_lets_nothing_leave_that_breaks_the_format() -> None:
    with pytest.raises(ReportNotValid) as refused:
        XarfReport().pack(replace(PLAIN, abuse=replace(CLAIM, mail="no address")))

    assert "no address" not in str(refused.value)
