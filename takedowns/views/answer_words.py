"""How answers and their signatures are put into words."""

from takedowns.dkim import Reason, Verdict
from takedowns.models import Reply, ReplyKind, SignatureCheck

KIND_TONES = {
    ReplyKind.OPEN: ("Not sorted yet", "waiting"),
    ReplyKind.ACK: ("Only says that it arrived", "waiting"),
    ReplyKind.ASKS: ("Asks for more", "soon"),
    ReplyKind.DECIDES: ("Says what was done", "closed"),
    ReplyKind.COUNTER: ("A counter-notice came", "refused"),
}
VERDICT_TONES = {
    Verdict.HOLDS: "gone",
    Verdict.WEAK: "partly",
    Verdict.BROKEN: "refused",
    Verdict.NO_KEY: "unknown",
    Verdict.UNSIGNED: "unknown",
}
MEANS = {
    Verdict.HOLDS: "The mail service of this domain signed this mail, and it was not changed "
    "since. It does not say which person wrote it, or that what it says is true.",
    Verdict.WEAK: "The mail carries a signature, but one that proves too little to rely on.",
    Verdict.BROKEN: "The signature does not fit this mail. It was changed after it was signed, on "
    "the way or later; many mailing lists and virus filters do that. It proves nothing.",
    Verdict.NO_KEY: "The mail carries a signature, but the key to check it was not found. Domains "
    "take old keys away, so this says nothing for or against the mail.",
    Verdict.UNSIGNED: "The mail carries no signature. Many honest mails do not; nothing is proven.",
}
WHY = {
    Reason.OLD_METHOD: "It uses SHA-1, which can be forged. It was not checked further.",
    Reason.PART_SIGNED: "Only the beginning of the text is signed; more can have been added.",
    Reason.HEAD_OPEN: "A sender, subject or day stands in it that the signature does not cover.",
    Reason.SHORT_KEY: "The key is shorter than 1024 bits and can be broken.",
    Reason.TESTING: "The domain says that it is only trying signatures out.",
    Reason.TEXT_CHANGED: "The text is not the one that was signed.",
    Reason.HEAD_CHANGED: "The head or the signature is not as it was, or the key is another one.",
    Reason.UNREADABLE: "The signature itself is not written as the rules want it.",
    Reason.REVOKED: "The domain has taken this key back.",
    Reason.BAD_KEY: "What stands under the key's name is no key that fits.",
    Reason.NOT_FOUND: "There is no key under the name the signature gives.",
}


def signature_lines(reply: Reply, checks: list[SignatureCheck]) -> dict[str, object]:
    """What the page says of the signature; `rows` is empty where nobody has checked it."""
    return {
        "rows": [_row(check) for check in checks],
        "keys": [name for name in reply.keys if name],
        "possible": reply.original_id is not None and reply.reading in {"READ", "HEAD_ONLY"},
        "pasted": reply.original_id is not None and reply.original.original_name == "answer.txt"
        if reply.original
        else False,
        "sender_domain": reply.sender.rpartition("@")[2].lower(),
    }


def _row(check: SignatureCheck) -> dict[str, object]:
    verdict = Verdict(check.verdict)
    return {
        "check": check,
        "label": check.get_verdict_display(),
        "tone": VERDICT_TONES[verdict],
        "means": MEANS[verdict],
        "why": WHY.get(Reason(check.reason), ""),
    }
