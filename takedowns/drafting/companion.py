"""Values to copy beside a service's own form, and letters cut to what a channel takes."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

from takedowns.drafting.engine import LETTERS, NoLetter
from takedowns.drafting.facts import Facts, SenderRole, clean
from takedowns.drafting.languages import language
from takedowns.drafting.letters import Letter
from takedowns.registry.schema import Channel

Item = TypeVar("Item")

FREE_TEXT: Final = ("description", "explanation", "reason", "comment", "justification")
ADDRESSES: Final = ("content_urls", "full_link_with_key", "page_url", "content_url_or_ip")
STANDING: Final = ("depicted_person", "depicted_or_agent", "relationship")
PLAIN_FORM: Final = ("content_urls", "description", "contact_email")


@dataclass(frozen=True)
class Split(Generic[Item]):
    """Items cut to what one notice takes. `limit_known` is False where nobody knows the limit."""

    parts: tuple[tuple[Item, ...], ...]
    limit_known: bool


def companion_fields(
    channel: Channel, letter: Letter, facts: Facts, field_keys: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """(label, value, key) in the order of the form. An empty value is the person's own to give.

    Documents and pictures a form may ask for are never filled in. Where the form's fields are not
    known, the addresses, the whole letter and the e-mail address are offered.
    """
    values = _form_values(letter, facts)
    keys = channel.fields or PLAIN_FORM
    return tuple((field_keys.get(key, key), values.get(key, ""), key) for key in keys)


def split_for_channel(items: Sequence[Item], max_urls: int | None) -> Split[Item]:
    """One part for each notice. An unknown limit cuts nothing, and is said to be unknown."""
    if max_urls is None or not items:
        return Split((tuple(items),) if items else (), limit_known=max_urls is not None)
    starts = range(0, len(items), max_urls)
    return Split(tuple(tuple(items[at : at + max_urls]) for at in starts), limit_known=True)


@lru_cache(maxsize=8)
def _standing_words(code: str) -> Mapping[str, str]:
    path = LETTERS / "companion" / f"{code}.toml"
    if not path.is_file():
        raise NoLetter(f"No words for a form are written in {code!r}.")
    return {key: str(words) for key, words in tomllib.loads(path.read_text("utf-8")).items()}


def _form_values(letter: Letter, facts: Facts) -> dict[str, str]:
    places = "\n".join(clean(link.url) or clean(link.locator) for link in facts.located)
    say = language(letter.language).say_moment
    seen = "\n".join(say(link.seen_at) for link in facts.located if link.seen_at)
    words = _standing_words(letter.language)
    plain = [d.text for d in letter.declarations if not d.under_penalty_of_perjury]
    sworn = [d.text for d in letter.declarations if d.under_penalty_of_perjury]
    depicted = facts.principal if facts.is_agent else facts.sender_name
    if facts.sender_role is SenderRole.COPYRIGHT_OWNER:
        depicted = ""
    return {
        **dict.fromkeys(FREE_TEXT, letter.body),
        **dict.fromkeys(ADDRESSES, places),
        **dict.fromkeys(STANDING, words[facts.sender_role]),
        "agent_authority": words["agent_authority"] if facts.is_agent else "",
        "signature": clean(facts.signature_name),
        "contact_name": clean(facts.sender_name) or clean(facts.signature_name),
        "contact_email": clean(facts.contact_email),
        "phone": clean(facts.contact_phone),
        "postal_address": clean(facts.postal_address),
        "depicted_name": clean(depicted),
        "depicted_legal_name": clean(depicted),
        "work_description": clean(facts.work_description),
        "good_faith_statement": " ".join(plain),
        "perjury_statement": " ".join(sworn),
        "time_seen_utc": seen,
    }
