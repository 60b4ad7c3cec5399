"""What is asked before a dossier is made."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from dossiers.forms.numbers import NumbersField
from dossiers.models import Declaration, ImagePolicy, Purpose, VolumeSize
from dossiers.rendering.numbering import PREFIX
from dossiers.rendering.tables import WrongColumns, columns_from
from dossiers.services.recording import EXHIBIT_FIELDS
from dossiers.services.rows import Choice
from evidence.models import Exhibit

IMAGES = [
    (ImagePolicy.NONE, "None. The reader learns what is known of each file, and sees nothing."),
    (ImagePolicy.OUTLINE, "Outline drawings. Lines only; shapes of a body may still be seen."),
    (
        ImagePolicy.BLURRED,
        "Strongly blurred pictures. Colours and rough shapes are seen, no face and no detail.",
    ),
    (
        ImagePolicy.FULL,
        "The pictures themselves, smaller. Whoever gets the bundle sees them, "
        "and can copy them and pass them on.",
    ),
]
FEW = VolumeSize.SMALL
"""No volume size matters for so few exhibits."""
NAMED = [
    ("no", "No. Names and addresses that are known here are left out, also in the letters."),
    ("yes", "Yes, the name is shown"),
]


APART = {
    "full_of": ImagePolicy.FULL,
    "blurred_of": ImagePolicy.BLURRED,
    "outline_of": ImagePolicy.OUTLINE,
    "nothing_of": ImagePolicy.NONE,
}
"""Fields that name files of which another thing is shown."""
FOR_COURTS = (
    "label_prefix", "bates_prefix", "bates_start", "volume_size", "declarations", "columns",
)  # fmt: skip


class _InParts(forms.Form):
    """Fields in three parts, so that what few need stands apart."""

    def faulty_for_courts(self) -> bool:
        """Whether one of those has to be looked at again."""
        return any(field.errors for field in self.for_courts())

    def faulty_for_pictures(self) -> bool:
        """Whether one of those has to be looked at again."""
        return any(field.errors for field in self.for_pictures())

    def for_courts(self) -> list[forms.BoundField]:
        """What few need, to be shown apart."""
        return [self[name] for name in FOR_COURTS if name in self.fields]

    def for_pictures(self) -> list[forms.BoundField]:
        """Files of which another thing is shown."""
        return [self[name] for name in APART if name in self.fields]

    def for_everybody(self) -> list[forms.BoundField]:
        """All the others."""
        apart = {*FOR_COURTS, *APART}
        return [self[name] for name in self.fields if name not in apart]


class DossierForm(_InParts):
    """Purpose, reader, pictures, name, and what to leave out."""

    purpose = forms.ChoiceField(
        label="Who is it for?",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is for."},
    )
    reader = forms.CharField(
        label="Who will read it?",
        help_text="A name or an office, as it should stand on the first page.",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    images = forms.ChoiceField(
        label="Which pictures should be in it?",
        choices=IMAGES,
        initial=ImagePolicy.NONE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which pictures should be in it."},
    )
    name = forms.ChoiceField(
        label="Should the name of the person be shown?",
        choices=NAMED,
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the name is shown."},
    )
    pseudonym = forms.CharField(
        label="Another name to print",
        help_text="If the name is not shown, this stands in its place, such as Person A. "
        "Without it the place of a name says [withheld].",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    full_of = NumbersField(
        label="Show the pictures themselves of",
        help_text="Numbers of files, such as 1-4, 9. All others are shown as chosen above.",
    )
    blurred_of = NumbersField(label="Show blurred pictures of")
    outline_of = NumbersField(label="Show outline drawings of")
    nothing_of = NumbersField(
        label="Show no picture of", help_text="Their files do not go in as they came either."
    )
    only = NumbersField(
        label="Only these files",
        help_text="Numbers, such as 1-40, 52. Empty: all of them. The first page names what is "
        "left out.",
    )
    left_out = forms.TypedMultipleChoiceField(
        label="Leave something out?",
        help_text="Its number stays empty, and the first page names it. A reader must be able to "
        "see that something was left out.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose files from the list."},
    )

    originals = forms.BooleanField(
        label="Put the files in as they came",
        help_text="Whoever gets the bundle then has the pictures themselves, with all that the "
        "files say: when, with what, and perhaps where they were taken.",
        required=False,
    )
    redacted = forms.BooleanField(
        label="Make it a redacted set",
        help_text="Parts you covered are black in every picture, and nothing lies under them. "
        "Files with a covered part do not go in as they came. A list says what is covered and why.",
        required=False,
    )
    effects = forms.BooleanField(
        label="Quote what this did",
        help_text="Word for word, only the notes that may be quoted.",
        required=False,
    )
    declarations = forms.MultipleChoiceField(
        label="Drafts of declarations",
        help_text="Only if a lawyer or a court asked for one. A draft has blanks; it holds what "
        "was recorded here and no story. It counts for nothing until somebody has checked every "
        "word, completed it and signed it. No lawyer has checked these drafts for you.",
        choices=Declaration.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose drafts from the list."},
    )
    label_prefix = forms.RegexField(
        r"^[A-Za-z]{1,4}$",
        label="Initials of a witness",
        help_text="Only if a court asked for it. With AB, the fourth exhibit is called AB4. The "
        "list names both.",
        required=False,
        error_messages={"invalid": "Write one to four letters, such as AB."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    bates_prefix = forms.RegexField(
        r"^[A-Za-z0-9-]{1,8}$",
        label="Letters before the number at the foot",
        help_text="Each page has a number for quoting, such as RD0000001.",
        initial=PREFIX,
        required=False,
        error_messages={"invalid": "Write up to eight letters, digits or hyphens, such as RD."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    bates_start = forms.IntegerField(
        label="The first number",
        help_text="More than 1 only if earlier pages have numbers already.",
        initial=1,
        min_value=1,
        max_value=9_000_000,
        required=False,
        error_messages={"invalid": "Write a whole number, such as 1."},
        widget=forms.NumberInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    volume_size = forms.TypedChoiceField(
        label="Exhibits in one volume",
        help_text="A bundle with more than that, or with large pictures, is split: first a volume "
        "that tells what happened, then volumes of exhibits. The numbers at the foot go on.",
        choices=VolumeSize.choices,
        initial=VolumeSize.LARGE,
        coerce=int,
        empty_value=None,
        required=False,
    )
    columns = forms.CharField(
        label="Columns of the load file",
        help_text="Only if a law firm asked for it. One a line, as NAME=field. Leave it empty for "
        "the usual ones.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self,
        *args: Any,
        exhibits: QuerySet[Exhibit],
        with_pictures: bool,
        own: bool,
        quotable: int = 0,
        covered: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(exhibit.number, _label(exhibit)) for exhibit in exhibits]
        field = self.fields["left_out"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = choices
        if own:
            self.fields["name"].label = "Should your name be shown?"
        numbers = [number for number, _ in choices]
        for name in (*APART, "only"):
            chooser = self.fields[name]
            assert isinstance(chooser, NumbersField)
            chooser.known = numbers
        if not choices:
            del self.fields["left_out"], self.fields["only"]
        if len(choices) <= FEW:
            del self.fields["volume_size"]
        if not covered:
            del self.fields["redacted"]
        if not quotable:
            del self.fields["effects"]
        if not choices or not with_pictures:
            for name in ("images", "originals", *APART):
                del self.fields[name]

    def clean_columns(self) -> str:
        """The map as it was typed; it can be read."""
        typed: str = self.cleaned_data["columns"]
        try:
            columns_from(typed, known=EXHIBIT_FIELDS)
        except WrongColumns as fault:
            raise forms.ValidationError(str(fault)) from fault
        return typed

    def clean_label_prefix(self) -> str:
        """In capital letters."""
        return str(self.cleaned_data["label_prefix"]).upper()

    def clean_bates_prefix(self) -> str:
        """In capital letters; the usual ones where none are given."""
        return str(self.cleaned_data["bates_prefix"]).upper() or PREFIX

    def clean(self) -> dict[str, Any]:
        """A name or another one, and one way to show each file."""
        data = super().clean() or self.cleaned_data
        if data.get("name") == "yes" and data.get("pseudonym", "").strip():
            self.add_error(
                "pseudonym",
                "The name is shown, so no other name can stand in its place. Empty this field, or "
                "choose that the name is not shown.",
            )
        named: set[int] = set()
        for name in APART:
            twice = named & set(data.get(name, ()))
            if twice:
                self.add_error(name, f"File {min(twice)} is named above already. Name it once.")
            named |= set(data.get(name, ()))
        return data

    def chosen(self) -> Choice:
        """What a valid form says."""
        data = self.cleaned_data
        return Choice(
            purpose=Purpose(data["purpose"]),
            reader=" ".join(data["reader"].split()),
            images=ImagePolicy(data.get("images", ImagePolicy.NONE)),
            with_name=data["name"] == "yes",
            left_out=self._left_out(),
            exceptions={
                number: policy for name, policy in APART.items() for number in data.get(name, ())
            },
            pseudonym=" ".join(data["pseudonym"].split()),
            labels=data["label_prefix"],
            bates_prefix=data["bates_prefix"],
            bates_start=data["bates_start"] or 1,
            originals=data.get("originals", False),
            redacted=data.get("redacted", False),
            columns=data["columns"],
            volume_size=VolumeSize(data.get("volume_size") or VolumeSize.LARGE),
            effects=data.get("effects", False),
            declarations=tuple(Declaration(kind) for kind in data["declarations"]),
        )

    def _left_out(self) -> tuple[int, ...]:
        left_out = set(self.cleaned_data.get("left_out", ()))
        if only := self.cleaned_data.get("only", ()):
            chooser = self.fields["only"]
            assert isinstance(chooser, NumbersField)
            left_out |= set(chooser.known) - set(only)
        return tuple(sorted(left_out))


def _label(exhibit: Exhibit) -> str:
    place = exhibit.sighting
    where = f", place {place.number} ({place.shown_place})" if place else ""
    return f"{exhibit.label}{where}"
