"""Cases that have only just begun, and one of a client who works without a team."""

from cases.intake.steps import Step
from cases.models import Case, Happened, Sells, Taker
from cases.services.contacts import Reach
from dossiers.management.training import words
from dossiers.management.training.bundles import made
from dossiers.management.training.cast import HARBOUR
from dossiers.management.training.findings import (
    decided,
    looked,
    reference,
    screenshot,
    seen,
    seen_without_link,
)
from dossiers.management.training.letters import answered, approved, posted, written
from dossiers.management.training.letters import decided as outcome
from dossiers.management.training.pictures import scene
from dossiers.management.training.story import Answers, Story, World
from dossiers.models import ImagePolicy, Purpose
from dossiers.services.rows import Choice
from evidence.models import Decision, Kind, Presence
from evidence.services.references import Keeping
from takedowns.models import Outcome

NAME = "June Example"


def june(world: World) -> Case:
    """June does it all herself, and no team sees it."""
    story, june = Story(world), world.cast["june"]
    story.day(17, "19:10")
    story.opened_by_client(june)
    said = Answers(
        happened=(Happened.IMAGE,), country="IE", rules=("US", "EU"), taker=Taker.SELF,
        sells=Sells.NEVER, facts="They were in a folder that was shared by mistake.",
    )  # fmt: skip
    story.answered(said, by=june)
    story.reachable(Reach(name=NAME, mail="june-answers@mailbox.example"), by=june)
    for where, how_many in (("instagram", 3), ("tiktok", 2), ("imgur", 2), ("mega", 1)):
        seen(story, where, how_many, by=june)
    seen(story, "google-search", 3, by=june)
    seen_without_link(story, Kind.PRINT, "A printed sheet at the bus stop, Mill Road", by=june)
    seen_without_link(story, Kind.STREAM, "A story of “invented_friend”, gone after a day", by=june)
    known = reference(story, scene(901), "kitchen", keeping=Keeping.FINGERPRINTS, by=june)
    places = list(story.case.sightings.order_by("number"))
    shown = screenshot(story, places[0], scene(901), screen="feed", by=june)
    decided(story, shown, known, Decision.CONFIRMED, by=june)
    screenshot(story, places[8], scene(901), screen="results", by=june)
    story.day(15, "20:00")
    insta = posted(story, "instagram", by=june, signed=NAME, number="IG-20-1", rule="us-tida")
    story.day(14, "20:30")
    answered(story, insta, words.REMOVED, by=june)
    outcome(story, insta, Outcome.REMOVED, by=june)
    looked(story, places[0:3], Presence.GONE, by=june)
    story.day(6, "19:30")
    posted(story, "google-search", by=june, signed=NAME, rule="eu-gdpr-17")
    story.day(5, "19:00")
    made(story, Choice(purpose=Purpose.OWN, images=ImagePolicy.FULL), by=june)
    story.hours(20)
    posted(story, "tiktok", by=june, signed=NAME, number="TT-31-9", rule="us-tida")
    approved(story, written(story, "imgur", by=june, signed=NAME, rule="us-tida"), by=june)
    return story.end()


def begun(world: World) -> Case:
    """Opened at a first call a short while ago; the question about age is still open."""
    story, ida = Story(world), world.cast["ida"]
    story.hours(2)
    story.opened_for("Sam", team=HARBOUR, by=ida)
    story.answered(Answers(happened=(Happened.IMAGE,)), by=ida, up_to=Step.HAPPENED)
    return story.end()


def half_way(world: World) -> Case:
    """Mira began a second case and stopped at the question who took the pictures."""
    story, mira = Story(world), world.cast["mira"]
    story.hours(30)
    story.opened_by_client(mira)
    said = Answers(happened=(Happened.IMAGE,), country="NZ", rules=("US", "NZ"))
    story.answered(said, by=mira, up_to=Step.TAKER)
    return story.end()


STORIES = (june, begun, half_way)
