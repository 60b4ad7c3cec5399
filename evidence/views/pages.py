"""What every page about a case's evidence is given."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.gate import frame
from cases.models import Case
from evidence.services.exhibits import why_no_files

PAGE = 100


def page(
    request: HttpRequest, case: Case, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The template in the frame of its case; `no_files` says why no file is taken, if so."""
    context = frame(request, case) | {"no_files": why_no_files(case)} | context
    return render(request, template, context, status=status)
