"""Cases of Lantern Line: made by computer, fear alone, answered, two hours, a link alone."""

from cases.models import Case, Happened, Taker
from cases.services.contacts import Reach
from dossiers.management.training import words
from dossiers.management.training.cast import LANTERN
from dossiers.management.training.findings import looked, reference, screenshot, seen
from dossiers.management.training.letters import answered, posted, reminders_done, written
from dossiers.management.training.letters import decided as outcome
from dossiers.management.training.pictures import scene
from dossiers.management.training.story import Answers, Story, World
from evidence.models import Presence
from evidence.services.references import Keeping
from takedowns.models import Outcome

OFFICE = Reach(mail="desk@lantern.example", telephone="+1 555 0100")


def made_by_computer(world: World) -> Case:
    """The pictures were made with a computer; some services acted, one let its time pass."""
    story, dan = Story(world), world.cast["dan"]
    story.day(9, "15:00")
    story.opened_for("Alex", team=LANTERN, by=dan)
    said = Answers(happened=(Happened.SYNTHETIC,), country="US", rules=("US",), taker=Taker.OTHER)
    story.answered(said, by=dan)
    story.allowed_in_person(holder=dan, witness="Lena")
    story.reachable(OFFICE, by=dan)
    for where, how_many in (
        ("x", 3), ("telegram", 4), ("fourchan", 3), ("reddit", 2), ("discord", 2), ("github", 2),
        ("bluesky", 2), ("threads", 1),
    ):  # fmt: skip
        seen(story, where, how_many, by=dan)
    places = list(story.case.sightings.order_by("number"))
    reference(story, scene(701), "the profile picture it was made from",
              keeping=Keeping.FINGERPRINTS, by=dan)  # fmt: skip
    screenshot(story, places[0], scene(701), screen="feed", by=dan)
    screenshot(story, places[3], scene(701), screen="chat", by=dan)
    screenshot(story, places[7], scene(702), screen="board", by=dan)
    story.day(8, "16:00")
    on_x = posted(story, "x", by=dan, signed="Dan", number="4471-990", rule="us-tida")
    board = posted(story, "fourchan", by=dan, signed="Dan", rule="us-tida")
    story.day(7, "17:30")
    answered(story, on_x, words.REMOVED, by=dan)
    outcome(story, on_x, Outcome.REMOVED, by=dan)
    looked(story, places[0:3], Presence.GONE, by=dan)
    story.day(4, "17:00")
    outcome(story, board, Outcome.REMOVED, by=dan, places=slice(0, 1))
    story.hours(44)
    posted(story, "reddit", by=dan, signed="Dan", number="R-2301-14", rule="us-tida")
    story.hours(10)
    posted(story, "telegram", by=dan, signed="Dan", rule="us-tida")
    written(story, "github", by=dan, signed="Dan", rule="us-tida")
    return story.end()


def afraid(world: World) -> Case:
    """Nothing is known to be out there; the person is afraid, and that is a case."""
    story, dan = Story(world), world.cast["dan"]
    story.day(4, "14:40")
    story.opened_for("", team=LANTERN, by=dan)
    story.answered(Answers(happened=(Happened.FEAR,), country="US", rules=("US",)), by=dan)
    story.noted("Looked together at image search and found nothing. Look again in a month.", by=dan)
    return story.end()


def all_answered(world: World) -> Case:
    """Every letter has its answer, for each place its own."""
    story, lena = Story(world), world.cast["lena"]
    story.day(30, "16:00")
    story.opened_for("Jo", team=LANTERN, by=lena)
    said = Answers(happened=(Happened.IMAGE,), country="IT", rules=("US", "EU"), taker=Taker.OTHER)
    story.answered(said, by=lena)
    story.allowed_in_person(holder=lena, witness="Dan")
    story.reachable(OFFICE, by=lena)
    for where, how_many in (("facebook", 4), ("instagram", 3), ("bing", 2), ("snapchat", 1)):
        seen(story, where, how_many, by=lena)
    first = story.case.sightings.order_by("number")[0]
    screenshot(story, first, scene(801), screen="feed", by=lena)
    story.day(29, "15:00")
    names = ("facebook", "instagram", "bing", "snapchat")
    sent = {
        to: posted(story, to, by=lena, signed="Lena", number=f"{to[:2].upper()}-1180", rule=rule)
        for to, rule in zip(names, ("us-tida", "us-tida", None, "us-tida"), strict=True)
    }
    story.day(28, "18:00")
    outcome(story, sent["facebook"], Outcome.REMOVED, by=lena, places=slice(0, 3))
    outcome(story, sent["facebook"], Outcome.DUPLICATE, by=lena, places=slice(3, 4))
    answered(story, sent["facebook"], words.TWIN, by=lena)
    outcome(story, sent["instagram"], Outcome.REMOVED, by=lena)
    answered(story, sent["instagram"], words.REMOVED, by=lena)
    story.day(20, "18:00")
    outcome(story, sent["bing"], Outcome.RESTRICTED, by=lena)
    answered(story, sent["bing"], words.RESTRICTED, by=lena)
    outcome(story, sent["snapchat"], Outcome.REMOVED, by=lena)
    reminders_done(story, sent.values(), by=lena)
    looked(story, story.case.sightings.filter(platform="instagram"), Presence.GONE, by=lena)
    return story.end()


def two_hours(world: World) -> Case:
    """A rule of two hours: one letter is late today, another has minutes left."""
    story, dan = Story(world), world.cast["dan"]
    story.hours(28)
    story.opened_for("Anu", team=LANTERN, by=dan)
    said = Answers(happened=(Happened.IMAGE,), country="IN", rules=("IN",), taker=Taker.OTHER)
    story.answered(said, by=dan)
    story.allowed_in_person(holder=dan, witness="Lena")
    story.reachable(OFFICE, by=dan)
    seen(story, "instagram", 4, by=dan, uploader="redress.training.third")
    seen(story, "facebook", 3, by=dan)
    seen(story, "youtube", 1, by=dan)
    story.hours(5)
    posted(story, "instagram", by=dan, signed="Dan", number="IG-2-77", rule="in-it-rules-3-2-b")
    story.hours(1.8)
    posted(story, "facebook", by=dan, signed="Dan", number="FB-2-78", rule="in-it-rules-3-2-b")
    return story.end()


def link_alone(world: World) -> Case:
    """Somebody sent a link; nobody has looked, and nobody has to."""
    story, lena = Story(world), world.cast["lena"]
    story.hours(46)
    story.opened_for("Pat", team=LANTERN, by=lena)
    said = Answers(happened=(Happened.LINK_ONLY,), country="CA", rules=("US", "CA"))
    story.answered(said, by=lena)
    [place] = seen(story, "erome", 1, by=lena, seen_at=None, seen_zone="")
    story.hours(40)
    looked(story, [place], Presence.RESTRICTED, by=lena)
    return story.end()


STORIES = (made_by_computer, afraid, all_answered, two_hours, link_alone)
