"""Sending by mail: the organisation's account, the press on a letter, and what to decide after."""

from typing import cast
from uuid import UUID

from celery.contrib.django.task import DjangoTask
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Permission as TeamPermission
from accounts.gate import team_view
from accounts.models import Organisation
from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from takedowns.forms.mailing import DecisionForm, MailAccountForm, MailForm
from takedowns.models import MailAccount, OutgoingMail, Security
from takedowns.services import mail_accounts, outbox
from takedowns.services.mail_accounts import Given
from takedowns.services.outbox import Decision
from takedowns.tasks import deliver_mail
from takedowns.views.found import notice_in

SAID = {
    Decision.STOP: "Stopped. Nothing left.",
    Decision.ARRIVED: "Noted. The time runs from the moment it left.",
    Decision.AGAIN: "It is sent once more, with the same message number.",
}
PLAIN = ("from_address", "from_name", "reply_to", "host", "port", "security", "username")


@team_view(TeamPermission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_account(request: HttpRequest, team: Organisation) -> HttpResponse:
    """The account letters of this organisation go out from."""
    account = MailAccount.objects.filter(organisation=team).first()
    form = _account_form(request, account)
    if request.method == "POST" and form.is_valid():
        mail_accounts.save_account(team, _given(form), actor=reader_of(request), now=timezone.now())
        messages.success(request, "Saved. Send a test message to see if it works.")
        return redirect("takedowns:mail-account", organisation_id=team.pk)
    page = {"team": team, "account": account, "form": form, "me": reader_of(request)}
    status = 422 if request.method == "POST" else 200
    return render(request, "takedowns/mail_account.html", page, status=status)


def _account_form(request: HttpRequest, account: MailAccount | None) -> MailAccountForm:
    known = {name: getattr(account, name) for name in PLAIN} if account else {}
    kept = (account.host, account.username) if account and account.password else None
    return MailAccountForm(
        request.POST if request.method == "POST" else None,
        initial=known or {"port": 587, "security": Security.STARTTLS},
        kept_for=kept,
    )


def _given(form: MailAccountForm) -> Given:
    plain = {name: form.cleaned_data[name] for name in PLAIN if name != "security"}
    security = Security(form.cleaned_data["security"])
    return Given(**plain, security=security, password=form.cleaned_data["password"] or None)


@team_view(TeamPermission.MAIL)
@require_POST
def mail_account_test(request: HttpRequest, team: Organisation) -> HttpResponse:
    """Really send a message to the supervisor's own address, and say how it went."""
    reader = reader_of(request)
    try:
        taken = mail_accounts.send_test(team, actor=reader, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        words = f"The mail server took it for {reader.email} and said: {taken.answer}"
        messages.success(request, words)
    return redirect("takedowns:mail-account", organisation_id=team.pk)


@team_view(TeamPermission.MAIL)
@require_POST
def mail_account_remove(request: HttpRequest, team: Organisation) -> HttpResponse:
    """Forget the account."""
    mail_accounts.remove_account(team, actor=reader_of(request))
    messages.success(request, "Taken away. No letter goes out by mail from here.")
    return redirect("takedowns:mail-account", organisation_id=team.pk)


@require_POST
@case_view(Permission.SEND_BY_MAIL)
def notice_mail(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """A person sends the approved letter from the organisation's address."""
    letter = notice_in(case, notice_id)
    form = MailForm(request.POST)
    shown = form.cleaned_data if form.is_valid() else {"digest": "", "from_address": ""}
    try:
        mail = outbox.queue_mail(letter, **shown, actor=reader_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        _nudge(mail)
        messages.success(request, "It is on its way out. This page says how far it is.")
    return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)


@require_POST
@case_view(Permission.SEND_BY_MAIL)
def mail_decide(request: HttpRequest, case: Case, mail_id: UUID) -> HttpResponse:
    """Stop a mail that waits, or say what shall be with one that nobody knows about."""
    mail = OutgoingMail.objects.select_related("notice__case").filter(notice__case=case, pk=mail_id)
    found, form = mail.first(), DecisionForm(request.POST)
    if found is None:
        raise Http404
    try:
        decision = Decision(form.cleaned_data["decision"]) if form.is_valid() else None
        if decision:
            outbox.decide(found, decision=decision, actor=reader_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        _said(request, found, decision=decision)
    return redirect("takedowns:notice", ref=case.ref, notice_id=found.notice_id)


def _said(request: HttpRequest, mail: OutgoingMail, *, decision: Decision | None) -> None:
    if decision is None:
        messages.warning(request, "Please choose one of the buttons.")
        return
    if decision is Decision.AGAIN:
        _nudge(mail)
    messages.success(request, SAID[decision])


def _nudge(mail: OutgoingMail) -> None:
    """Ring for the worker once the row stands; a sweep finds it too."""
    cast("DjangoTask[..., None]", deliver_mail).delay_on_commit(mail_id=str(mail.pk))
