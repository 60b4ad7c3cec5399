"""What a browser says of a file before it sends it."""

from django import forms


class UploadForm(forms.Form):
    """Name, size, and a mark to tell the file by when it is chosen again."""

    name = forms.CharField(max_length=1000, required=False)
    size = forms.IntegerField(min_value=0)
    mark = forms.RegexField(r"^[0-9a-f]{64}$", required=False)
