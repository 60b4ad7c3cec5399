"""What is asked about a place without a link; only a way to find it again is needed."""

from django import forms

from evidence.models import Kind
from evidence.services.unlinked import Unlinked

UNLINKED = ("locator", "platform", "handle", "group", "message_number")


class UnlinkedForm(forms.Form):
    """A locator, and what helps: service, name of the account, group, number of the message."""

    locator = forms.CharField(
        label="How would you find it again?",
        help_text="The name of the group, the handle, the shop, the page number.",
        max_length=500,
        required=False,
    )
    platform = forms.CharField(label="App or service", max_length=80, required=False)
    handle = forms.CharField(
        label="Name or number it came from, as shown", max_length=200, required=False
    )
    group = forms.CharField(label="Name of the group or channel", max_length=200, required=False)
    message_number = forms.CharField(
        label="Number of the message",
        help_text="Some apps show it under “copy link” or in an export.",
        max_length=80,
        required=False,
    )

    def place(self, *, kind: Kind) -> Unlinked:
        """The place a valid form describes."""
        data = self.cleaned_data
        return Unlinked(
            kind=kind,
            locator=data["locator"],
            platform=data["platform"],
            handle=data["handle"],
            group=data["group"],
            message=data["message_number"],
        )
