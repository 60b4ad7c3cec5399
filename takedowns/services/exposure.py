"""Who will learn what from a letter, before it is approved."""

from takedowns.models import Notice, SenderRole
from takedowns.services import letter_facts

UPLOADER = {
    "yes": "the whole letter, with name and address in it",
    "maybe": "perhaps the letter; the service keeps that right",
    "no": "nothing, says the service",
    "unknown": "not known; the service does not say",
}


def rows(notice: Notice) -> list[dict[str, str]]:
    """`who` and `learns`, for the recipient, whoever posted it, and the public."""
    contact = letter_facts.contact_of(notice.case)
    agent = notice.sender_role == SenderRole.AUTHORISED_AGENT
    told = [
        "the name of the advocate" if agent else _said(contact.name, "your name"),
        _said(contact.mail, "an e-mail address"),
        _said(contact.telephone, "a telephone number"),
        _said(contact.postal_address, "a postal address"),
    ]
    learns = ", ".join(word for word in told if word) or "no name and no address"
    channel = letter_facts.channel_of(notice)
    return [
        {"who": notice.recipient, "learns": f"at most {learns}"},
        {"who": "Whoever posted it", "learns": UPLOADER[channel.discloses_reporter]},
        {"who": "The public", "learns": "not known to be published" if channel.type != "copyright"
         else "some services publish copyright notices"},
    ]  # fmt: skip


def _said(value: str, word: str) -> str:
    return word if value else ""
