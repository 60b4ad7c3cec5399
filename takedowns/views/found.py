"""Letters a page names, found only through the case the gate has opened."""

from uuid import UUID

from django.http import Http404

from cases.models import Case
from takedowns.models import Notice


def notice_in(case: Case, notice_id: UUID) -> Notice:
    """The letter of this case, or the same 404 as for one that never was."""
    notice = (
        Notice.objects.select_related("case", "drafted_by", "agent", "approved_by", "mandate")
        .filter(case=case, pk=notice_id)
        .first()
    )
    if notice is None:
        raise Http404
    notice.case = case
    return notice
