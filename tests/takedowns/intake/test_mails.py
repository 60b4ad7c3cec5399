"""Reading mails in a child: what they say, and what hostile ones cannot do."""

import io
import zipfile

import pytest

from takedowns.dkim import Verdict
from takedowns.intake import mail_parts, mails
from takedowns.intake.html_text import text_of
from takedowns.intake.mails import MailUnreadable, attachment_of, is_mail, read_mail, verify_mail
from takedowns.intake.order import MailLimits
from tests.takedowns.mails import NAME, PLAIN, TEXT, record_of, rsa_key, signed, with_attachment

HEAD = b"From: a@service.example\nSubject: x\n"


def test_reads_what_a_mail_says_of_itself() -> None:
    told = read_mail(signed())

    assert (told.sender_name, told.sender) == ("Trust Desk", "desk@service.example")
    assert told.subject == "Re: Your report [#4471-209]"
    assert told.sent_at is not None and told.sent_at.isoformat() == "2026-11-22T15:20:00+00:00"
    assert told.message_id == "answer-1@service.example"
    assert told.references == ("ours-1@mailbox.example",)
    assert told.text == TEXT.decode().replace("\r\n", "\n").strip()
    assert told.keys == (NAME,)


def test_shows_the_words_of_an_html_mail_and_lists_its_files() -> None:
    told = read_mail(with_attachment(b"PK\x03\x04 something"))

    assert told.text == "We have removed it."
    assert [(each.name, each.bytes) for each in told.attachments] == [("list.zip", 14)]


def test_takes_an_attachment_out_bit_for_bit() -> None:
    content = bytes(range(256)) * 9

    assert attachment_of(with_attachment(content), at=0) == content


def test_does_not_unpack_a_bomb() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros", b"0" * 60_000_000)

    told = read_mail(with_attachment(packed.getvalue()))

    assert told.attachments[0].bytes == len(packed.getvalue()) < 100_000


def test_verifies_in_the_child() -> None:
    [checked] = verify_mail(signed(), records={NAME: record_of(rsa_key())})

    assert (checked.verdict, checked.asks) == (Verdict.HOLDS, NAME)
    assert checked.record == record_of(rsa_key())


def test_reads_the_head_where_the_inside_is_nested_past_reason() -> None:
    nest = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(3000)
    )

    told = read_mail(HEAD + nest + b"\nhello")

    assert (told.sender, told.text, told.head_only) == ("a@service.example", "", True)


def test_cuts_a_header_of_ten_megabytes() -> None:
    raw = b"From: a@service.example\nSubject: =?utf-8?q?" + b"A" * 10_000_000 + b"?=\n\nhello"

    told = read_mail(raw)

    assert (len(told.subject), told.text) == (400, "hello")


def test_refuses_a_mail_past_the_limit_without_starting_a_child() -> None:
    with pytest.raises(MailUnreadable):
        read_mail(HEAD + b"\n" + bytes(mails.LIMITS.file_bytes))


def test_says_unreadable_where_the_child_dies() -> None:
    with pytest.raises(MailUnreadable):
        attachment_of(PLAIN, at=3)


LIMITS = MailLimits(text_signs=200, words=40, attachments=3)


def facts(raw: bytes) -> dict[str, object]:
    return mail_parts.facts_of(mail_parts.parsed(raw), limits=LIMITS)


@pytest.mark.parametrize(
    ("raw", "key", "value"),
    [
        (
            HEAD + b"Content-Type: text/plain; charset=nonsense\n\n\xff\xfe a",
            "text",
            "\ufffd\ufffd a",
        ),
        (HEAD + b"\nhel\x00lo", "text", "hello"),
        (HEAD + b"\n" + "a\u202eb".encode(), "text", "ab"),
        (b"Subject: =?x-odd?b?AAAA?=\n\n", "subject", ""),
        (b"Subject: =?utf-8?b?%%%?=\n\n", "subject", ""),
        (b"Subject: a\n\tb\n\n", "subject", "a b"),
        (b"Date: not a day\n\n", "sent_at", ""),
        (b"Date: Sun, 99 Nov 99999 99:99:99 +9999\n\n", "sent_at", ""),
        (b"", "text", ""),
        (b"\x00" * 1000, "sender", ""),
        (HEAD + b"Content-Type: multipart/mixed\n\nno boundary", "text", ""),
        (HEAD + b"Content-Transfer-Encoding: base64\n\n!!!", "text", ""),
    ],
)
def test_reads_odd_mails_without_falling(raw: bytes, key: str, value: object) -> None:
    assert facts(raw)[key] == value


def test_lists_no_more_attachments_than_it_may() -> None:
    part = b"--q\nContent-Type: image/png; name=p.png\n\nx\n"
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=q\n\n" + part * 50 + b"--q--"

    attachments = facts(raw)["attachments"]

    assert isinstance(attachments, list) and len(attachments) == 3


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("a<script>b</script>c<style>d</style>", "ac"),
        ("<head><title>t</title></head><body>x</body>", "x"),
        ("&lt;b&gt; &amp; &#x1F600;", "<b> & \U0001f600"),
        ("<a href='https://bad.example'>here</a>", "here"),
        ("<td>1</td><td>2</td>", "1 2"),
    ],
)
def test_takes_the_words_of_html(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("head", "mail"), [(PLAIN, True), (b"Just words: and more", False), (b"\x89PNG", False)]
)
def test_tells_a_mail_from_anything_else(head: bytes, mail: bool) -> None:  # noqa: FBT001 a table of examples
    assert is_mail(head) is mail
