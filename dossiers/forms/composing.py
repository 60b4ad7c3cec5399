"""What is asked before a dossier is made."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from dossiers.models import Declaration, ImagePolicy, Purpose, VolumeSize
from dossiers.rendering.tables import WrongColumns, columns_from
from dossiers.services.recording import EXHIBIT_FIELDS
from dossiers.services.rows import Choice
from evidence.models import Exhibit

IMAGES = [
    (ImagePolicy.NONE, "None. The reader learns what is known of each file, and sees nothing."),
    (ImagePolicy.OUTLINE, "Outline drawings. Lines only; shapes of a body may still be seen."),
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


class DossierForm(forms.Form):
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
        if not choices:
            del self.fields["left_out"]
        if len(choices) <= FEW:
            del self.fields["volume_size"]
        if not covered:
            del self.fields["redacted"]
        if not quotable:
            del self.fields["effects"]
        if not choices or not with_pictures:
            del self.fields["images"], self.fields["originals"]

    def clean_columns(self) -> str:
        """The map as it was typed; it can be read."""
        typed: str = self.cleaned_data["columns"]
        try:
            columns_from(typed, known=EXHIBIT_FIELDS)
        except WrongColumns as fault:
            raise forms.ValidationError(str(fault)) from fault
        return typed

    def chosen(self) -> Choice:
        """What a valid form says."""
        data = self.cleaned_data
        return Choice(
            purpose=Purpose(data["purpose"]),
            reader=" ".join(data["reader"].split()),
            images=ImagePolicy(data.get("images", ImagePolicy.NONE)),
            with_name=data["name"] == "yes",
            left_out=tuple(data.get("left_out", ())),
            originals=data.get("originals", False),
            redacted=data.get("redacted", False),
            columns=data["columns"],
            volume_size=VolumeSize(data.get("volume_size") or VolumeSize.LARGE),
            effects=data.get("effects", False),
            declarations=tuple(Declaration(kind) for kind in data["declarations"]),
        )


def _label(exhibit: Exhibit) -> str:
    place = exhibit.sighting
    where = f", place {place.number} ({place.shown_place})" if place else ""
    return f"{exhibit.label}{where}"
