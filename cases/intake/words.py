"""What each question says: to the person, and to an advocate who answers for them."""

from dataclasses import dataclass

from cases.intake.steps import Step
from cases.models import Age, Case, Happened, Sells, Taker

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Question:
    """`name` stands in the story and on the summary; `hint` under the title; `why` at the end."""

    name: str
    title: str
    hint: str
    why: str


TO_THE_PERSON: dict[Step, Question] = {
    Step.SAFETY: Question(
        "who can see this device",
        "Could someone see this device?",
        "Someone you live with, a partner or ex-partner, or someone who knows your password.",
        "We ask first, so that you can choose a safer device before you write anything.",
    ),
    Step.HAPPENED: Question(
        "what happened",
        "What happened?",
        "Choose all that fit. You can change this later, or skip it.",
        "Each of these counts. There is something to do for every one of them.",
    ),
    Step.AGE: Question(
        "age",
        "Was all of it made when you were 18 or older?",
        "Think of every photo and video, also of the ones made with a computer.",
        "We must know this before you add any picture. Other laws and other people help then.",
    ),
    Step.WHERE: Question(
        "country",
        "Where do you live?",
        "Choose a country. You can type its first letters.",
        "It tells us which rules help you, and who you can talk to near you.",
    ),
    Step.RULES: Question(
        "rules",
        "Which rules may your letters use?",
        "We ticked the ones that fit. Untick a place if you don't want its rules used.",
        "You see every letter, and the rule in it, before it goes out.",
    ),
    Step.TAKER: Question(
        "who made the pictures",
        "Who took the photos or the video?",
        "A selfie counts as yours.",
        "Whoever took a picture owns the rights in it. That can open a second way.",
    ),
    Step.SELLS: Question(
        "selling",
        "Do you sell pictures or videos of this kind?",
        "Both answers are fine. Your answer changes nothing about your right to say no.",
        "Some services ask, and some rules work in another way then.",
    ),
    Step.FACTS: Question(
        "what else matters",
        "Is there anything else we should know?",
        "A few words are enough. You can leave both empty.",
        "It stays in this case. It goes into a letter only if you put it there.",
    ),
}

TO_STAFF: dict[Step, Question] = {
    Step.SAFETY: Question(
        "who can see the device",
        "Could someone see the device the person uses?",
        "Someone they live with, a partner or ex-partner, or someone who knows their password.",
        "Ask this first. It decides how you can reach the person.",
    ),
    Step.HAPPENED: Question(
        "what happened",
        "What happened to the person?",
        "Choose all that fit. It can be changed later, or skipped.",
        "A threat, or only a fear, is a case as well.",
    ),
    Step.AGE: Question(
        "age",
        "Was all of it made when the person was 18 or older?",
        "Every photo and video counts, also the ones made with a computer.",
        "This must be clear before any picture is added.",
    ),
    Step.WHERE: Question(
        "country",
        "Where does the person live?",
        "Choose a country. You can type its first letters.",
        "It decides which rules are proposed, and which services are near.",
    ),
    Step.RULES: Question(
        "rules",
        "Which rules may the letters use?",
        "The ones that fit are ticked. Untick a place if the person does not want its rules used.",
        "Every letter names its rule, and is approved before it goes out.",
    ),
    Step.TAKER: Question(
        "who made the pictures",
        "Who took the photos or the video?",
        "A selfie belongs to the person.",
        "Whoever took a picture owns the rights in it. That can open a second way.",
    ),
    Step.SELLS: Question(
        "selling",
        "Does the person sell pictures or videos of this kind?",
        "Ask only if it is needed. Selling takes nothing away from their rights.",
        "Some services ask, and some rules work in another way then.",
    ),
    Step.FACTS: Question(
        "what else matters",
        "Is there anything else that matters?",
        "Write what was said, not what you think of it. The person can read this.",
        "It stays in this case, unless someone puts it into a letter.",
    ),
}

YES_NO_DEVICE: Choices = [
    ("safe", "No, nobody else can see it"),
    ("seen", "Yes, or I am not sure"),
]

YES_NO_AGE: dict[str, str] = {
    Age.ADULT: "Yes, 18 or older in all of it",
    Age.MINOR: "No, under 18 in some or all of it",
}

_STAFF_LABELS: dict[str, str] = {
    Happened.IMAGE: "Photos of the person",
    Happened.VIDEO: "A video of the person",
    Happened.SYNTHETIC: "Pictures made with a computer that look like the person",
    Happened.LINK_ONLY: "There is only a link, nobody has looked",
    Happened.FEAR: "The person is afraid it is out there, nobody knows",
    Age.UNSURE: "Not sure",
    Taker.SELF: "The person took it",
    Taker.BOTH: "The person took some, not all",
    Taker.UNKNOWN: "Not known",
    Sells.FORMERLY: "They did, not any more",
    Sells.NOW: "Yes, they sell it now",
}


def question(step: Step, *, mine: bool) -> Question:
    """The words for the person (`mine`) or for an advocate."""
    return (TO_THE_PERSON if mine else TO_STAFF)[step]


def choices(of: type[Happened | Age | Taker | Sells], *, mine: bool) -> Choices:
    """Values and labels without the unanswered one, in the reader's words."""
    return [
        (value, str(label) if mine else _STAFF_LABELS.get(value, str(label)))
        for value, label in of.choices
        if value
    ]


def _device(case: Case) -> str:
    if case.device_is_safe is None:
        return ""
    return YES_NO_DEVICE[0][1] if case.device_is_safe else YES_NO_DEVICE[1][1]


def _happened(case: Case, *, mine: bool) -> str:
    labels = dict(choices(Happened, mine=mine))
    return "; ".join(labels[value] for value in case.happened if value in labels)


def said(case: Case, step: Step, *, mine: bool, countries: dict[str, str], rules: str) -> str:
    """The answer in words, empty where there is none."""
    match step:
        case Step.SAFETY:
            return _device(case)
        case Step.HAPPENED:
            return _happened(case, mine=mine)
        case Step.AGE:
            return dict(choices(Age, mine=mine)).get(case.age, "")
        case Step.WHERE:
            return countries.get(case.country, "")
        case Step.RULES:
            return rules
        case Step.TAKER:
            return dict(choices(Taker, mine=mine)).get(case.taker, "")
        case Step.SELLS:
            return dict(choices(Sells, mine=mine)).get(case.sells, "")
        case _:
            number = f"Police number {case.police_reference}" if case.police_reference else ""
            return "\n".join(filter(None, (case.facts, number)))
