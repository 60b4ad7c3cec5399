"""Where what is missing in a letter is filled in."""

from django.urls import reverse

from takedowns import drafting
from takedowns.forms.letters import LetterForm
from takedowns.models import Notice


def where_to_fill(letter: Notice, gap: drafting.Gap, *, page: str = "") -> str:
    """The address at which a gap is filled; `page` is the letter's own, seen from another page."""
    ref = letter.case.ref
    typed_here = LetterForm.base_fields.keys()
    if gap.where == drafting.Where.CONTACT:
        return f"{reverse('cases:case-contact', args=[ref])}?next={own_page(letter)}"
    if gap.where == drafting.Where.PLACES:
        return reverse("evidence:sightings", args=[ref])
    if gap.where == drafting.Where.LETTERS:
        return reverse("takedowns:notices", args=[ref])
    if gap.where == drafting.Where.DECLARATION:
        return f"{page}#word"
    if gap.where == drafting.Where.SIGNATURE:
        return "#id_signature_name"
    if gap.key == "country":
        return reverse("cases:intake", args=[ref, "where"])
    if gap.key in {"role", "happened", "what"}:
        return reverse("cases:intake", args=[ref, "done"])
    said = {name: drafting.FACT_LABELS.get(name) for name in typed_here}
    named = next((name for name, label in said.items() if label and label in gap.label), "")
    return f"{page}#id_{named}" if named else f"{page}#more"


def own_page(letter: Notice) -> str:
    """The address of the letter."""
    return reverse("takedowns:notice", args=[letter.case.ref, letter.pk])
