"""The training world: loaded once for all of these tests, and rolled back after them."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from accounts.models import Membership, Organisation, Person, Role
from cases.models import Age, Case, Contact, Happened, Mandate, Note, Sells, State
from dossiers.management import training
from dossiers.management.training import world
from dossiers.management.training.cast import PARTS, PASSWORD, TEAMS
from dossiers.models import Dossier, DossierState
from evidence.models import (
    Decision,
    Exhibit,
    Match,
    Observation,
    Presence,
    Purpose,
    Reading,
    Reference,
    Sighting,
)
from evidence.services import custody
from takedowns.models import (
    Cause,
    FollowUp,
    MailAccount,
    MailState,
    Notice,
    NoticeItem,
    NoticeRung,
    NoticeState,
    Outcome,
    OutgoingMail,
    Reply,
    ResponsibleLookup,
)
from takedowns.registry.loader import registry
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
NO_LETTER = {NoticeRung.DISPUTE, NoticeRung.TRIBUNAL, NoticeRung.COURT, NoticeRung.HELP}
"""Rungs no story of the training world comes to; for most of them no letter is written."""
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module", autouse=True)
def loaded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Path]]:
    """The world as it stands at NOON; gives the settings of the folder it is kept in."""
    folder = tmp_path_factory.mktemp("world")
    own = {
        "VAULT_ROOT": folder / "files",
        "CASE_KEYS_ROOT": folder / "case-keys",
        "INSTANCE_KEY_FILE": folder / "instance.key",
    }
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=FAST, **own):
            world.load(now=NOON)
        yield own
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def its_folder(loaded: dict[str, Path], own_folders: None, settings: Any) -> None:
    """Every test reads with the keys the world was sealed with, however long ago that was."""
    for name, path in loaded.items():
        setattr(settings, name, path)


def counts() -> Counter[str]:
    """How many rows every table holds."""
    return Counter({model._meta.label: model._base_manager.count() for model in apps.get_models()})


def sent() -> list[Notice]:
    return list(Notice.objects.filter(state=NoticeState.SENT).order_by("due_at"))


def test_fills_two_teams_with_every_role() -> None:
    roles = Membership.objects.values_list("organisation__name", "role", "person__username")

    assert set(Organisation.objects.values_list("name", flat=True)) == set(TEAMS)
    assert {role for _, role, _ in roles} == set(Role.values)
    assert {name for _, role, name in roles if role == Role.SUPERVISOR} == {"ada", "lena"}


def test_lets_everyone_sign_in_with_the_password_it_prints() -> None:
    signed_in = [authenticate(username=part.username, password=PASSWORD) for part in PARTS]

    assert len(signed_in) >= 8
    assert None not in signed_in


def test_keeps_enough_places_on_enough_platforms() -> None:
    platforms = set(Sighting.objects.exclude(platform="").values_list("platform", flat=True))

    assert Case.objects.count() >= 12
    assert Sighting.objects.count() >= 150
    assert len(platforms) >= 20


def test_names_only_hosts_that_are_invented_or_in_the_registry() -> None:
    hosts = set(Sighting.objects.exclude(host="").values_list("host", flat=True))

    strange = {
        host
        for host in hosts
        if not host.endswith(".example")
        and not any(f".{host}".endswith(f".{known}") for known in registry().hosts)
    }

    assert strange == set()


def test_recognises_every_place_on_a_real_host() -> None:
    unknown = Sighting.objects.exclude(host="").exclude(host__endswith=".example")

    assert not unknown.filter(platform="").exists()


def test_names_mailboxes_of_nobody() -> None:
    boxes = set(Person.objects.exclude(email="").values_list("email", flat=True))
    boxes |= {contact.mail for contact in Contact.objects.all() if contact.mail}

    assert boxes
    assert [box for box in boxes if not box.endswith(".example")] == []


def test_knows_places_without_a_link() -> None:
    kinds = set(Sighting.objects.filter(url="").values_list("kind", flat=True))

    assert kinds >= {"CHAT", "MESSAGE", "PERSON", "PRINT", "STREAM"}


def test_tells_of_every_kind_of_case() -> None:
    cases = Case.objects.all()
    alone = [case.happened for case in cases]

    assert [Happened.THREAT] in alone
    assert [Happened.FEAR] in alone
    assert [Happened.SYNTHETIC] in alone
    assert [Happened.LINK_ONLY] in alone
    assert cases.filter(age=Age.UNANSWERED, intake_done_at=None).exists()
    assert cases.filter(sells=Sells.NOW).exists()
    assert cases.filter(state=State.CLOSED).exists()
    assert cases.filter(advocate=None, organisation__isnull=False).exists()
    assert cases.filter(client__username="june", organisation=None).exists()


def test_keeps_no_file_where_the_person_was_under_age() -> None:
    [case] = Case.objects.filter(age=Age.MINOR)

    assert case.sightings.exists()
    assert not case.exhibits.exists()
    assert not case.references.exists()


def test_holds_letters_in_every_state() -> None:
    states = set(Notice.objects.values_list("state", flat=True))

    assert states == set(NoticeState.values)


def test_holds_every_outcome() -> None:
    assert set(NoticeItem.objects.values_list("outcome", flat=True)) == set(Outcome.values)


def test_runs_clocks_that_are_late_near_and_far() -> None:
    due = [notice.due_at for notice in sent() if notice.due_at]

    assert any(moment < NOON for moment in due)
    assert any(NOON < moment < NOON + timedelta(hours=24) for moment in due)
    assert any(moment > NOON + timedelta(days=7) for moment in due)


def test_marks_exactly_the_letters_late_whose_rule_has_run_out() -> None:
    late = {notice.pk for notice in sent() if notice.overdue_at}

    expected = {
        notice.pk
        for notice in sent()
        if notice.due_at and notice.due_at <= NOON and notice.clock["stages"][0]["basis"] != "ours"
    }

    assert late == expected
    assert late


def test_leaves_a_letter_answered_in_part() -> None:
    mixed = [
        notice
        for notice in sent()
        if len(set(notice.items.values_list("outcome", flat=True))) > 1
        and notice.items.filter(outcome=Outcome.PENDING).exists()
    ]

    assert mixed


def test_leaves_answers_to_read_and_reminders_to_do() -> None:
    assert Reply.objects.filter(read_at=None).exists()
    assert Reply.objects.exclude(read_at=None).exists()
    assert FollowUp.objects.open().exists()


def test_rings_no_reminder_before_its_time() -> None:
    shown = FollowUp.objects.exclude(shown_at=None)

    assert not FollowUp.objects.filter(state="DUE", due_at__lte=NOON).exists()
    assert all(row.shown_at is not None and row.shown_at >= row.due_at for row in shown)


def test_mails_nobody_while_it_loads() -> None:
    assert mail.outbox == []
    assert not FollowUp.objects.exclude(mailed_at=None).exists()


def test_holds_permissions_that_run_and_that_ended() -> None:
    assert Mandate.objects.filter(revoked_at=None).exists()
    assert Mandate.objects.exclude(revoked_at=None).exists()
    assert Note.objects.exists()


def test_looked_again_and_saw_each_state() -> None:
    seen = set(Observation.objects.values_list("presence", flat=True))

    assert seen >= {
        Presence.LIVE,
        Presence.GONE,
        Presence.RESTRICTED,
        Presence.LOGIN_WALL,
    }


def test_reads_every_exhibit_and_fails_at_the_broken_one() -> None:
    readings = Counter(Exhibit.objects.values_list("reading", flat=True))

    mails = Exhibit.objects.filter(purpose=Purpose.REPLY).count()
    others = Exhibit.objects.count() - mails - 1
    assert readings == {Reading.DONE: others, Reading.NOT_COMPARABLE: mails + 1}
    assert Exhibit.objects.filter(purpose=Purpose.PROOF).exists()


def test_finds_likenesses_that_are_confirmed_rejected_and_open() -> None:
    assert set(Match.objects.values_list("decision", flat=True)) == set(Decision.values)


def test_keeps_some_references_and_of_others_the_fingerprints_alone() -> None:
    assert Reference.objects.filter(file=None).exists()
    assert Reference.objects.exclude(file=None).exists()


def test_keeps_a_chain_that_verifies_in_every_case() -> None:
    broken = {case.ref: custody.verify(case) for case in Case.objects.all()}

    assert not any(broken.values())
    assert Case.objects.filter(custody__isnull=False).exists()


def test_tells_each_story_in_order_and_not_beyond_the_present() -> None:
    for case in Case.objects.all():
        moments = list(case.timeline.order_by("pk").values_list("at", flat=True))

        assert moments == sorted(moments)
        assert moments[-1] <= NOON


def test_brings_no_picture_along() -> None:
    folder = Path(*training.__path__)

    endings = {path.suffix for path in folder.rglob("*") if path.is_file()}

    assert endings <= {".py", ".pyc"}


def test_finishes_dossiers_for_others_and_for_oneself() -> None:
    made = Dossier.objects.filter(state=DossierState.READY)

    assert set(made.values_list("purpose", flat=True)) == {"OWN", "POLICE"}
    assert Dossier.objects.count() == made.count()


def test_changes_nothing_when_loaded_again() -> None:
    before, said = counts(), StringIO()

    call_command("demo", stdout=said)

    assert said.getvalue() == "The training world is loaded already.\n"
    assert counts() == before


@pytest.mark.parametrize("rung", [each for each in NoticeRung if each not in NO_LETTER])
def test_has_a_letter_at_every_rung(rung: NoticeRung) -> None:
    assert Notice.objects.filter(rung=rung).exists()


def test_shows_what_is_back_and_who_carries_a_site() -> None:
    assert Notice.objects.filter(cause=Cause.BACK, state=NoticeState.DRAFT).exists()
    assert NoticeItem.objects.exclude(confirmed_gone_at=None).exists()
    roles = {party["role"] for row in ResponsibleLookup.objects.all() for party in row.parties}
    assert roles == {"host", "cdn", "registrar"}


def test_keeps_answers_as_mail_files_with_their_numbers() -> None:
    kept = Reply.objects.exclude(ticket="").exclude(original=None)

    assert {each.sender.rpartition(".")[2] for each in kept} == {"example"}
    assert kept.count() == 3


def test_lets_one_mail_wait_for_a_server_on_this_machine() -> None:
    [mail_waiting] = OutgoingMail.objects.all()
    account = MailAccount.objects.get()

    assert (mail_waiting.state, mail_waiting.attempts) == (MailState.QUEUED, 0)
    assert (account.host, account.from_address) == ("127.0.0.1", "letters@harbour.example")
