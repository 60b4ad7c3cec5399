"""The people one works with."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.forms import CodeForm, JoinForm, RoleForm, TeamForm
from accounts.gate import member_view, reader_of, team_view
from accounts.models import Membership, Organisation, Person, Role
from accounts.services import teams

Permission = access.Permission


@dataclass(frozen=True)
class TeamShown:
    """A team as its member sees it. Only what is true may be pressed."""

    team: Organisation
    members: list[Membership]
    may_invite: bool
    may_change: bool
    may_mail: bool


@login_required
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The person's teams and who is in them."""
    person = reader_of(request)
    return render(request, "accounts/team.html", {"teams": list(_shown(person)), "me": person})


def _shown(person: Person) -> Iterator[TeamShown]:
    for own in access.teams_of(person).order_by("name"):
        members = own.memberships.select_related("person").order_by("joined_at", "pk")
        yield TeamShown(
            team=own,
            members=list(members),
            may_invite=access.can(person, Permission.INVITE, own),
            may_change=access.can(person, Permission.CHANGE_ROLE, own),
            may_mail=access.can(person, Permission.MAIL, own),
        )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Start a team, or join one with a code."""
    joins = request.POST.get("act") == "join"
    posted = request.method == "POST"
    team_form = TeamForm(request.POST if posted and not joins else None, prefix="team")
    join_form = JoinForm(request.POST if posted and joins else None, prefix="join")
    form = join_form if joins else team_form
    if posted and form.is_valid() and _entered(request, form):
        return redirect("accounts:team")
    context = {"team_form": team_form, "join_form": join_form, "joins": joins}
    return render(request, "accounts/team_new.html", context)


def _entered(request: HttpRequest, form: TeamForm | JoinForm) -> bool:
    """Whether the person is in the team now; if not, the form says why."""
    person, now = reader_of(request), timezone.now()
    try:
        if isinstance(form, JoinForm):
            teams.join_team(form.cleaned_data["code"], person=person, now=now)
        else:
            teams.start_team(person, name=form.cleaned_data["name"], now=now)
    except (teams.CodeNotUsable, teams.AlreadyMember) as fault:
        form.add_error("code", str(fault))
        return False
    except teams.NameNotFree as fault:
        form.add_error("name", str(fault))
        return False
    return True


@team_view(Permission.INVITE)
@require_http_methods(["GET", "HEAD", "POST"])
def team_code(request: HttpRequest, team: Organisation) -> HttpResponse:
    """Make a code that lets one person join. It is shown once and kept nowhere."""
    form = CodeForm(request.POST or None)
    code = ""
    if request.method == "POST" and form.is_valid():
        code = teams.make_join_code(
            team, actor=reader_of(request), role=Role(form.cleaned_data["role"]),
            username=form.cleaned_data["username"], now=timezone.now(),
        )  # fmt: skip
    return render(request, "accounts/team_code.html", {"team": team, "form": form, "code": code})


def _may_change(person: Person, membership: Membership) -> bool:
    return access.can(person, Permission.CHANGE_ROLE, membership.organisation)


@member_view(_may_change)
@require_http_methods(["GET", "HEAD", "POST"])
def team_role(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Give a member another role."""
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            role = Role(form.cleaned_data["role"])
            teams.change_role(membership, actor=reader_of(request), role=role)
        except teams.LastSupervisor as fault:
            form.add_error("role", str(fault))
        else:
            messages.success(request, "The role is changed.")
            return redirect("accounts:team")
    context = {"form": form, "membership": membership}
    return render(request, "accounts/team_role.html", context)


@member_view(access.can_remove)
@require_http_methods(["GET", "HEAD", "POST"])
def team_remove(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Take a member out, or leave; asked once more first."""
    fault_text = ""
    own = membership.person_id == reader_of(request).pk
    if request.method == "POST":
        try:
            teams.end_membership(membership, actor=reader_of(request))
        except teams.LastSupervisor as fault:
            fault_text = str(fault)
        else:
            messages.success(request, "You left the team." if own else "They left the team.")
            return redirect("accounts:team")
    context = {"membership": membership, "own": own, "fault": fault_text}
    return render(request, "accounts/team_remove.html", context)
