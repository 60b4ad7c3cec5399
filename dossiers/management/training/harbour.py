"""Cases of Harbour Advice, from one that nobody has taken to one that is closed."""

from cases.models import Age, Case, Happened, Sells, Taker
from cases.services.contacts import Reach
from dossiers.management.training import words
from dossiers.management.training.cast import HARBOUR
from dossiers.management.training.findings import (
    decided,
    looked,
    reference,
    screenshot,
    seen,
    seen_without_link,
)
from dossiers.management.training.letters import (
    answered,
    approved,
    posted,
    reminders_done,
    written,
)
from dossiers.management.training.letters import decided as outcome
from dossiers.management.training.pictures import scene
from dossiers.management.training.story import Answers, Story, World
from evidence.models import Decision, Kind, Presence
from evidence.services.references import Keeping
from takedowns.models import Outcome

OFFICE = Reach(
    mail="office@harbour.example", telephone="+49 30 000000",
    postal_address="Harbour Advice, 1 Invented Quay, 00000 Example",
)  # fmt: skip

MIRA = Reach(
    name="Mira Example", mail="mira-answers@mailbox.example", telephone="+64 4 000 0000",
    postal_address="Box 41, 0000 Example",
)  # fmt: skip


def late(world: World) -> Case:
    """Mira: two services let their time pass; she has added an answer nobody has read."""
    story, mira = Story(world), world.cast["mira"]
    ida, ada = world.cast["ida"], world.cast["ada"]
    story.day(15, "06:10")
    story.opened_by_client(mira)
    said = Answers(happened=(Happened.VIDEO,), country="NZ", rules=("US", "NZ"), taker=Taker.OTHER)
    story.answered(said, by=mira)
    story.reachable(MIRA, by=mira)
    story.day(14, "05:30")
    story.shared(team=HARBOUR, head=ada)
    story.assigned(to=ida, by=ada)
    story.allowed(by=mira, days=90)
    seen(story, "mega", 3, by=mira)
    seen(story, "facebook", 3, by=mira, uploader="Invented Page 4", views=520)
    seen(story, "tumblr", 2, by=ida)
    seen(story, "vk", 2, by=ida)
    seen(story, "pinterest", by=ida)
    seen(story, "catbox", 2, by=mira)
    video = story.case.sightings.order_by("number")[3]
    known = reference(story, scene(201), "from the video", keeping=Keeping.SEALED, by=mira)
    shown = screenshot(story, video, scene(201), screen="feed", by=mira)
    decided(story, shown, known, Decision.CONFIRMED, by=ida)
    story.day(8, "10:00")
    posted(story, "mega", by=ida, signed="Ida", number="MG-12", rule="nz-hdca-24")
    story.day(5, "11:20")
    posted(story, "facebook", by=ida, signed="Ida", number="FB-90-3381", rule="us-tida")
    approved(story, written(story, "tumblr", by=ida, signed="Ida", rule="us-tida"), by=ida)
    story.hours(9)
    mega = story.case.notices.get(platform="mega", rung="")
    answered(story, mega, words.PASSED_ON, by=mira)
    return story.end()


def threatened(world: World) -> Case:
    """Somebody threatens; nothing is out. Messages are noted, the police number is kept."""
    story, ida = Story(world), world.cast["ida"]
    story.day(11, "13:00")
    story.opened_for("Tess", team=HARBOUR, by=ida)
    said = Answers(
        happened=(Happened.THREAT,), country="GB", rules=("US", "GB"), police="TR-2241/training",
        facts="Asks for money by Friday. Tess has paid nothing and has stopped answering.",
    )  # fmt: skip
    story.answered(said, by=ida)
    for locator in ("Message from “invented_stranger_8”", "Second message, from a new account"):
        seen_without_link(story, Kind.MESSAGE, locator, by=ida)
    seen_without_link(story, Kind.PERSON, "A cousin was asked for a phone number", by=ida)
    story.noted("Keep the messages, do not pay, do not answer. Call again on Monday.", by=ida)
    story.hours(30)
    story.noted("No new message since. Tess feels calmer.", by=ida)
    return story.end()


def under_age(world: World) -> Case:
    """Some of it was made before 18: no file is taken, other services are named."""
    story, bea = Story(world), world.cast["bea"]
    story.day(6, "12:15")
    story.opened_for("K.", team=HARBOUR, by=bea)
    said = Answers(happened=(Happened.IMAGE,), age=Age.MINOR, country="IE", rules=("US", "EU"))
    story.answered(said, by=bea)
    seen_without_link(story, Kind.CHAT, "A chat of about 20 people", by=bea)
    story.noted("Gave the numbers of the hotline and of Report Remove. K. wants to call.", by=bea)
    return story.end()


def unassigned(world: World) -> Case:
    """Sol asked the team in yesterday evening; nobody has taken the case."""
    story, sol = Story(world), world.cast["sol"]
    story.hours(22)
    story.opened_by_client(sol)
    said = Answers(happened=(Happened.IMAGE,), country="ES", rules=("US", "EU"), taker=Taker.SELF)
    story.answered(said, by=sol)
    story.shared(team=HARBOUR, head=world.cast["ada"])
    seen(story, "instagram", 3, by=sol, uploader="redress.training.copy2")
    seen(story, "telegram", 4, by=sol)
    seen(story, "google-search", 2, by=sol)
    seen(story, "x", 2, by=sol)
    story.hours(3)
    seen(story, "threads", 1, by=sol)
    return story.end()


def waiting(world: World) -> Case:
    """Every letter is out and every clock runs."""
    story, bea = Story(world), world.cast["bea"]
    story.day(5, "08:20")
    story.opened_for("Noa", team=HARBOUR, by=bea)
    said = Answers(happened=(Happened.IMAGE,), country="FR", rules=("US", "EU"), taker=Taker.OTHER)
    story.answered(said, by=bea)
    story.allowed_in_person(holder=bea, witness="Ada")
    story.reachable(OFFICE, by=bea)
    for where, how_many in (("snapchat", 3), ("tiktok", 4), ("youtube", 3), ("pinterest", 2)):
        seen(story, where, how_many, by=bea)
    seen(story, "imageplace", 2, by=bea)
    first = story.case.sightings.order_by("number")[0]
    screenshot(story, first, scene(301), screen="feed", by=bea)
    story.day(4, "09:00")
    posted(story, "imageplace.example", by=bea, signed="Bea", rule="eu-gdpr-17")
    story.hours(36)
    for to in ("snapchat", "tiktok"):
        posted(story, to, by=bea, signed="Bea", number=f"{to[:2].upper()}-5510", rule="us-tida")
    story.hours(8)
    for to in ("youtube", "pinterest"):
        posted(story, to, by=bea, signed="Bea", number=f"{to[:2].upper()}-6204", rule="us-tida")
    return story.end()


def refused(world: World) -> Case:
    """Services said no, or did not find it; the next letter is being written."""
    story, ida = Story(world), world.cast["ida"]
    story.day(19, "09:45")
    story.opened_for("Kit", team=HARBOUR, by=ida)
    said = Answers(happened=(Happened.VIDEO,), country="NL", rules=("US", "EU"), taker=Taker.OTHER)
    story.answered(said, by=ida)
    story.allowed_in_person(holder=ida, witness="Bea")
    story.reachable(OFFICE, by=ida)
    for where, how_many in (("xvideos", 6), ("xhamster", 3), ("redgifs", 5), ("clipshare", 2)):
        seen(story, where, how_many, by=ida)
    clips = list(story.case.sightings.filter(host="clipshare.example"))
    known = reference(story, scene(401), "still", keeping=Keeping.FINGERPRINTS, by=ida)
    on_board = screenshot(story, clips[0], scene(401), screen="board", by=ida)
    decided(story, on_board, known, Decision.CONFIRMED, by=ida)
    screenshot(story, clips[1], scene(402), screen="results", by=ida)
    story.day(18, "09:00")
    ends = {
        "xvideos": (words.REFUSED, Outcome.REFUSED),
        "xhamster": (words.NOT_FOUND, Outcome.NOT_FOUND),
        "redgifs": ("", Outcome.NO_RESPONSE),
    }
    letters = {to: posted(story, to, by=ida, signed="Ida", rule="us-tida") for to in ends}
    story.day(10, "11:10")
    reminders_done(story, letters.values(), by=ida)
    for to, (text, came) in ends.items():
        if text:
            answered(story, letters[to], text, by=ida)
        outcome(story, letters[to], came, by=ida)
    story.day(4, "15:00")
    written(story, "xvideos", by=ida, signed="Ida", rule="eu-dsa-16")
    return story.end()


def sold(world: World) -> Case:
    """Robin sells pictures; copies went to many hosts. Copyright is a second way."""
    story, ida = Story(world), world.cast["ida"]
    story.day(16, "10:30")
    story.opened_for("Robin", team=HARBOUR, by=ida)
    said = Answers(
        happened=(Happened.IMAGE, Happened.VIDEO), country="GB", rules=("US", "GB"),
        taker=Taker.SELF, sells=Sells.NOW,
    )  # fmt: skip
    story.answered(said, by=ida)
    story.allowed_in_person(holder=ida, witness="Ada")
    story.reachable(OFFICE, by=ida)
    for where, how_many in (
        ("bunkr", 4), ("cyberdrop", 3), ("erome", 3), ("coomer-kemono", 4), ("gofile", 2),
        ("onlyfans", 2), ("leakboard", 3), ("internet-archive", 1), ("catbox", 2),
    ):  # fmt: skip
        seen(story, where, how_many, by=ida)
    known = reference(story, scene(501), "set 12", keeping=Keeping.SEALED, by=ida)
    places = list(story.case.sightings.order_by("number"))
    for place, seed in ((places[0], 501), (places[7], 502), (places[10], 501)):
        screenshot(story, place, scene(seed), screen="board", by=ida)
    found = known.matches.order_by("exhibit__number").first()
    if found is not None:
        decided(story, found.exhibit, known, Decision.CONFIRMED, by=ida)
    story.day(13, "09:00")
    for to in ("coomer-kemono", "erome", "onlyfans"):
        posted(story, to, by=ida, signed="Ida", rule="us-dmca-512c")
    bunkr = posted(story, "bunkr", by=ida, signed="Ida", rule="us-tida")
    story.day(12, "16:00")
    outcome(story, bunkr, Outcome.REMOVED, by=ida, places=slice(0, 3))
    looked(story, places[0:3], Presence.GONE, by=ida)
    looked(story, places[3:4], Presence.RESTRICTED, by=ida)
    return story.end()


def done(world: World) -> Case:
    """Everything is gone, looked at twice; the case is closed."""
    story, bea = Story(world), world.cast["bea"]
    story.day(60, "09:00")
    story.opened_for("Ari", team=HARBOUR, by=bea)
    said = Answers(happened=(Happened.IMAGE,), country="AT", rules=("US", "EU"), taker=Taker.OTHER)
    story.answered(said, by=bea)
    story.allowed_in_person(holder=bea, witness="Ida")
    story.reachable(OFFICE, by=bea)
    seen(story, "facebook", 6, by=bea)
    seen(story, "imgur", 3, by=bea)
    seen(story, "linkedin", 5, by=bea)
    places = list(story.case.sightings.order_by("number"))
    screenshot(story, places[0], scene(601), screen="feed", by=bea)
    story.day(58, "09:00")
    letters = [
        posted(story, to, by=bea, signed="Bea", rule="us-tida")
        for to in ("facebook", "imgur", "linkedin")
    ]
    story.day(57, "13:00")
    for letter in letters:
        answered(story, letter, words.REMOVED, by=bea)
        outcome(story, letter, Outcome.REMOVED, by=bea)
    looked(story, places, Presence.GONE, by=bea)
    story.day(40, "10:00")
    looked(story, places, Presence.GONE, by=bea)
    story.day(39, "10:00")
    story.noted("Ari is glad it is over. We agreed to close.", by=bea)
    story.closed(by=bea)
    return story.end()


STORIES = (late, threatened, under_age, unassigned, waiting, refused, sold, done)
