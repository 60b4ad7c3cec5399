"""The letter as a mail draft."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from takedowns.channels.base import Outgoing, WayOut
from takedowns.channels.mail_file import MailFile
from tests.takedowns.channels.way_out_suite import WayOutSuite


def opened(letter: Outgoing) -> EmailMessage:
    message = message_from_bytes(MailFile().pack(letter).data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


class TestMailFile(WayOutSuite):
    way: WayOut = MailFile()

    def test_opens_as_a_draft_with_the_exact_text(self, letter: Outgoing) -> None:
        message = opened(letter)

        assert message["X-Unsent"] == "1"
        assert message.get_content().strip().replace("\r\n", "\n") == letter.body.strip()

    def test_says_what_language_it_is_in(self, letter: Outgoing) -> None:
        assert opened(letter)["Content-Language"] == letter.language

    def test_lets_no_line_of_a_subject_become_a_header(self, letter: Outgoing) -> None:
        message = opened(letter)

        assert message["Bcc"] is None
        assert message["Subject"] == " ".join(letter.subject.split())

    def test_has_a_recipient_only_where_it_goes_by_mail(self, letter: Outgoing) -> None:
        assert bool(opened(letter)["To"]) == letter.by_mail
