"""Nell's story: one service never answers, and the claim is climbed rung by rung to the police.

Beside it: a service that removes and shows again, and one that refuses. Letters leave by hand; one
waits for the team's mail account, which leads to this machine and to nowhere else.
"""

import io
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from accounts.models import Person
from cases.models import Case, Happened, Taker
from dossiers.management.training import words
from dossiers.management.training.cast import ANSWERS_ADDRESS, HARBOUR, MAIL_ADDRESS
from dossiers.management.training.findings import as_worker, looked, seen
from dossiers.management.training.harbour import OFFICE
from dossiers.management.training.letters import approved, posted, taken_in
from dossiers.management.training.story import Answers, Story, World
from evidence.models import Presence, Sighting
from takedowns.models import Notice, NoticeRung, NoticeState, Outcome, Reply, ReplyKind, Way
from takedowns.registry.signs import Role
from takedowns.services import (
    climbing,
    outbox,
    outcomes,
    responsible,
    sending,
    sorting_answers,
    taking_answers,
)

CARRIERS: dict[Role, str] = {
    "host": "Invented Hosting", "cdn": "Invented Delivery", "registrar": "Invented Names",
}  # fmt: skip
TICKETS = {"imgur": "IM-20417", "redgifs": "RG-3310", "host": "HO-8802"}


def climbed(world: World) -> Case:
    """Letters at every rung, answers as mail files, a look-up, and a mail that waits."""
    story, bea = Story(world), world.cast["bea"]
    story.day(27, "08:10")
    story.opened_for("Nell", team=HARBOUR, by=bea)
    said = Answers(happened=(Happened.IMAGE,), country="DE", rules=("US", "EU"), taker=Taker.OTHER)
    story.answered(said, by=bea)
    story.allowed_in_person(holder=bea, witness="Ida")
    story.reachable(OFFICE, by=bea)
    silent = seen(story, "streamable", 2, by=bea)
    shared = seen(story, "imgur", 2, by=bea)
    seen(story, "redgifs", 1, by=bea)
    story.day(26, "08:00")
    posted(story, "streamable", by=bea, signed="Bea", rule="us-tida")
    album = posted(story, "imgur", by=bea, signed="Bea", rule="us-tida")
    refuses = posted(story, "redgifs", by=bea, signed="Bea", rule="eu-dsa-16")
    story.day(25, "09:00")
    _decided(story, refuses, "redgifs", words.REFUSED, Outcome.REFUSED, by=bea)
    _decided(story, album, "imgur", words.REMOVED, Outcome.REMOVED, by=bea)
    story.day(24, "07:30")
    looked(story, shared, Presence.GONE, by=bea)
    story.day(23, "08:00")
    looked(story, shared, Presence.GONE, by=bea)
    taken_in(story)
    _to_those_who_carry_it(story, silent, by=bea)
    _to_those_above(story, by=bea)
    story.hours(50)
    looked(story, shared[:1], Presence.LIVE, by=bea)
    taken_in(story)
    story.hours(3)
    _by_mail(story, by=bea)
    return story.end()


def _to_those_who_carry_it(story: Story, places: list[Sighting], *, by: Person) -> None:
    story.day(23, "10:00")
    _left(story, _draft(story, NoticeRung.FIRMER, places), way=Way.MAIL, by=by)
    for role, name in CARRIERS.items():
        responsible.note_by_hand(
            places[0], role=role, name=name, mail=f"abuse@{role}.example", actor=by,
            now=story.tick(),
        )  # fmt: skip
    story.day(20, "09:00")
    host = _left(story, _draft(story, NoticeRung.HOST, places), way=Way.MAIL, by=by)
    story.day(19, "08:00")
    reply = _take_mail(story, host, "host", words.RECEIVED, by=by)
    sorting_answers.sort_reply(reply, kind=ReplyKind.ACK, actor=by, now=story.tick())
    story.day(11, "09:00")
    cdn = _draft(story, NoticeRung.CDN, places)
    _left(story, cdn, way=Way.MAIL, by=by)


def _to_those_above(story: Story, *, by: Person) -> None:
    """A search engine, a regulator, the police."""
    last = story.case.notices.get(rung=NoticeRung.CDN)
    story.day(9, "09:00")
    search = _chosen(story, last, NoticeRung.SEARCH, by=by)
    _left(story, search, way=Way.FORM, number="5-7741000", by=by)
    story.day(5, "09:00")
    complaint = _chosen(story, last, NoticeRung.REGULATOR, by=by)
    _left(story, complaint, way=Way.FORM, number="TD-990141", by=by)
    _chosen(story, last, NoticeRung.POLICE, by=by)


def _by_mail(story: Story, *, by: Person) -> None:
    """The registrar is asked by the team's own mail; it waits to be handed over."""
    last = story.case.notices.get(rung=NoticeRung.CDN)
    registrar = approved(story, _chosen(story, last, NoticeRung.REGISTRAR, by=by), by=by)
    outbox.queue_mail(
        registrar, digest=registrar.digest, from_address=MAIL_ADDRESS, actor=by, now=story.tick()
    )


def _draft(story: Story, rung: NoticeRung, places: list[Sighting]) -> Notice:
    """The letter of a rung about these places that lies there to be read."""
    drafts = story.case.notices.filter(rung=rung, state=NoticeState.DRAFT)
    return drafts.filter(items__sighting__in=places).distinct().get()


def _chosen(story: Story, after: Notice, rung: NoticeRung, *, by: Person) -> Notice:
    target = next(each for each in climbing.targets(after) if each.rung.value == rung)
    key = climbing.key_of(target)
    return climbing.choose(after, key=key, actor=by, now=story.tick())


def _left(story: Story, draft: Notice, *, way: Way, by: Person, number: str = "") -> Notice:
    """Approve a draft and note that it went out by one's own hand."""
    letter = approved(story, draft, by=by)
    moment = story.tick()
    return sending.mark_sent(
        letter, way=way, sent_at=moment, reference=number, proof=None, actor=by, now=moment
    )


def _decided(
    story: Story, letter: Notice, who: str, text: str, outcome: Outcome, *, by: Person
) -> None:
    reply = _take_mail(story, letter, who, text, by=by)
    sorting_answers.sort_reply(reply, kind=ReplyKind.DECIDES, actor=by, now=story.tick())
    items = [each.pk for each in outcomes.items_of(letter)]
    outcomes.record_outcomes(
        letter, items=items, outcome=outcome, note="", actor=by, now=story.tick()
    )


def _take_mail(story: Story, letter: Notice, who: str, text: str, *, by: Person) -> Reply:
    """Take a mail file in, with the number it names."""
    moment = story.tick()
    source = io.BytesIO(_mail(f"{who}.example", TICKETS[who], text, at=moment))
    reply = taking_answers.take_file(
        letter, source, name="answer.eml", text="", came_at=moment, actor=by, now=moment
    )
    if reply.original is not None:
        as_worker(reply.original, now=moment)
    return sorting_answers.note_ticket(reply, ticket=TICKETS[who], actor=by, now=story.tick())


def _mail(host: str, ticket: str, text: str, *, at: datetime) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Trust Desk <desk@{host}>"
    mail["To"] = ANSWERS_ADDRESS
    mail["Subject"] = f"Re: Your report [#{ticket}]"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{ticket.lower()}@{host}>"
    mail.set_content(f"Hello,\n\n{text}\n\nYour ticket number is {ticket}.\n")
    return bytes(mail)
