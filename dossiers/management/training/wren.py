"""Wren's story: a large case in the middle of its work, with letters in every state."""

from cases.models import Case, Happened, Sells, Taker
from cases.services.contacts import Reach
from dossiers.management.training import words
from dossiers.management.training.bundles import made
from dossiers.management.training.cast import HARBOUR
from dossiers.management.training.findings import (
    decided,
    looked,
    receipt,
    reference,
    revealed,
    screenshot,
    seen,
    seen_without_link,
    unreadable,
)
from dossiers.management.training.letters import (
    answered,
    approved,
    posted,
    read,
    reminders_done,
    sent,
    withdrawn,
    written,
)
from dossiers.management.training.letters import decided as outcome
from dossiers.management.training.pictures import copied, scene, variant
from dossiers.management.training.story import Answers, Story, World
from dossiers.models import ImagePolicy, Purpose
from dossiers.services.rows import Choice
from evidence.models import Decision, Kind, Presence
from evidence.services.references import Keeping
from takedowns.models import Outcome

NAME = "Wren Example"
FIRST, SECOND, THIRD = 101, 102, 103


def tell(world: World) -> Case:
    """From the first link to letters that run, are late, were answered, refused and put aside."""
    story = Story(world)
    _beginning(story)
    _pictures(story)
    _early_letters(story)
    _second_wave(story)
    _this_week(story)
    return story.end()


def _beginning(story: Story) -> None:
    wren, bea, ada = story.cast["wren"], story.cast["bea"], story.cast["ada"]
    story.day(26, "07:40")
    story.opened_by_client(wren)
    story.answered(
        Answers(
            happened=(Happened.IMAGE, Happened.VIDEO), country="DE", rules=("US", "EU"),
            taker=Taker.BOTH, sells=Sells.NEVER, police="ST/0417/training",
            facts="I think it was my former partner. He has had the pictures since spring.",
        ),
        by=wren,
    )  # fmt: skip
    seen(story, "x", 2, by=wren, uploader="quiet_account_7", views=1840, hashtags="#leaked")
    seen(story, "reddit", 3, by=wren, uploader="u/invented_poster")
    story.day(25, "10:10")
    story.shared(team=HARBOUR, head=ada)
    story.taken(by=bea)
    story.noted("Called back. Mornings are safe for calls, evenings are not.", by=bea)
    early = story.allowed(by=wren, days=30)
    story.day(24, "09:20")
    story.ended(early, by=wren)
    story.allowed(by=wren)
    story.reachable(Reach(name=NAME, mail="answers-wren@mailbox.example"), by=wren)
    seen(story, "pornhub", 4, by=bea)
    seen(story, "instagram", 3, by=wren, uploader="redress.training.copy")
    seen_without_link(
        story, Kind.CHAT, "Group chat “Thursday evenings”, 41 members", by=wren,
        note="A friend showed it to me on their phone.",
    )  # fmt: skip
    seen(story, "telegram", 4, by=bea, views=12300)


def _pictures(story: Story) -> None:
    wren, bea = story.cast["wren"], story.cast["bea"]
    story.day(23, "18:05")
    first = reference(story, scene(FIRST), "beach", keeping=Keeping.SEALED, by=wren)
    reference(story, scene(SECOND), "mirror", keeping=Keeping.FINGERPRINTS, by=wren)
    story.day(22, "08:30")
    places = list(story.case.sightings.order_by("number"))
    on_x = screenshot(story, places[0], scene(FIRST), screen="feed", by=wren)
    decided(story, on_x, first, Decision.CONFIRMED, by=wren)
    on_reddit = screenshot(story, places[2], copied(scene(FIRST)), screen="board", by=wren)
    decided(story, on_reddit, first, Decision.CONFIRMED, by=bea)
    alike = screenshot(story, places[3], variant(FIRST), screen="board", by=bea)
    decided(story, alike, first, Decision.REJECTED, by=bea)
    screenshot(story, places[5], scene(SECOND), screen="board", by=bea)
    screenshot(story, places[12], copied(scene(SECOND)), screen="chat", by=wren)
    screenshot(story, places[13], scene(THIRD), screen="chat", by=bea)
    unreadable(story, places[6], by=wren)
    revealed(story, on_x, by=bea)


def _early_letters(story: Story) -> None:
    wren, bea = story.cast["wren"], story.cast["bea"]
    story.day(21, "09:00")
    insta = posted(story, "instagram", by=bea, signed="Bea", number="IG-771-204", rule="us-tida")
    hub = written(story, "pornhub", by=bea, signed="Bea", rule="eu-dsa-16")
    hub = approved(story, hub, by=bea)
    proof = receipt(story, scene(1), number="P-330182", by=bea)
    hub = sent(story, hub, by=bea, number="P-330182", proof=proof)
    put_aside = written(story, "telegram", by=bea, signed="Bea", rule="us-dmca-512c")
    withdrawn(story, put_aside, by=bea)
    story.day(20, "14:00")
    answered(story, insta, words.REMOVED, by=bea)
    outcome(story, insta, Outcome.REMOVED, by=bea)
    items = [item.sighting for item in insta.items.select_related("sighting")]
    looked(story, items, Presence.GONE, by=wren)
    answered(story, hub, words.PARTLY, by=wren)
    read(story, hub, by=bea)
    outcome(story, hub, Outcome.REMOVED, by=bea, places=slice(0, 2))
    story.day(18, "09:30")
    reminders_done(story, [hub], by=bea)
    looked(story, items, Presence.GONE, by=wren)


def _second_wave(story: Story) -> None:
    wren, bea = story.cast["wren"], story.cast["bea"]
    story.day(12, "11:00")
    seen(story, "leakboard", 4, by=bea, uploader="invented_admin")
    seen(story, "imageplace", 2, by=bea)
    seen(story, "imgur", 2, by=bea)
    seen(story, "bunkr", 2, by=bea)
    boards = list(story.case.sightings.filter(host="leakboard.example").order_by("number"))
    screenshot(story, boards[0], copied(scene(FIRST), lost=0.14), screen="board", by=bea)
    looked(story, boards[2:3], Presence.LOGIN_WALL, by=bea)
    story.day(9, "09:10")
    imgur = posted(story, "imgur", by=wren, signed=NAME, number="98-2201", rule="us-tida")
    story.day(7, "15:20")
    answered(story, imgur, words.REFUSED, by=wren)
    read(story, imgur, by=bea)
    outcome(story, imgur, Outcome.REFUSED, by=bea)
    story.day(6, "10:00")
    posted(story, "leakboard.example", by=bea, signed="Bea", rule="eu-dsa-16")


def _this_week(story: Story) -> None:
    wren, bea = story.cast["wren"], story.cast["bea"]
    story.day(4, "09:00")
    reddit = written(story, "reddit", by=wren, signed=NAME, rule="us-tida")
    reddit = approved(story, reddit, by=wren)
    on_x = written(story, "x", by=wren, signed=NAME, rule="us-tida")
    on_x = approved(story, on_x, by=wren)
    story.hours(55)
    sent(story, reddit, by=wren, number="R-2210-88")
    story.hours(40)
    sent(story, on_x, by=wren, number="4471-209")
    story.hours(30)
    for_police = Choice(
        purpose=Purpose.POLICE, reader="Invented police station 4",
        images=ImagePolicy.OUTLINE, with_name=True,
    )  # fmt: skip
    made(story, for_police, by=bea)
    story.hours(26)
    seen(story, "google-search", 3, by=wren)
    seen(story, "bing", 2, by=wren)
    story.hours(20)
    answered(story, reddit, words.ASKS_MORE, by=wren)
    written(story, "google-search", by=bea)
    ready = written(story, "telegram", by=bea, signed="Bea", rule="eu-dsa-16")
    approved(story, ready, by=bea)
    posted(story, "bunkr", by=bea, signed="Bea", number="bk-77", rule="us-tida")
    story.hours(5)
    story.noted("Wren has added answers. Read them before the call at four.", by=bea)
    [late] = seen(story, "tiktok", by=wren, uploader="redress.training.new", views=310)
    screenshot(story, late, scene(SECOND), screen="feed", by=wren)
    seen(story, "discord", 2, by=wren)
