"""The story runs once; tests of it look at what it left."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import override_settings

from accounts.models import Person, Role
from cases.models import Age, Case, Happened, Mandate, Scope, Way
from evidence.links import normalise
from evidence.services import sightings, watching
from evidence.services.sightings import Noticed
from takedowns.models import MailAccount, Security
from takedowns.services import mail_accounts
from takedowns.services.mail_accounts import Given
from tests import factories
from tests.takedowns.mail.server import HOST, WORD, certificate
from tests.takedowns.resolver import answering
from tests.world.cast import PLACES, SIGNS, everybody
from tests.world.desk import Desk, Hands
from tests.world.left import Left, read_out
from tests.world.mails import key_records
from tests.world.servers import Standing, standing
from tests.world.story import climb

STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing of it stays in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def the_app(folder: Path, stood: Standing, *, dns_port: int) -> Iterator[None]:
    """Settings of an app that knows nothing but this world."""
    with override_settings(
        VAULT_ROOT=folder / "files", CASE_KEYS_ROOT=folder / "case-keys",
        INSTANCE_KEY_FILE=folder / "instance.key", SIGNING_KEY_FILE=folder / "signing.key",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        FETCH_ALLOWED=stood.leave(), SMTP_INSIDE=[HOST], DNS_SERVERS=[HOST], DNS_PORT=dns_port,
        STORAGES={**settings.STORAGES, "staticfiles": STATIC},
    ):  # fmt: skip
        yield


def case_of_wren() -> tuple[Case, Person]:
    """Wren's case in the hands of Bea, who may write for her."""
    now = factories.NOON
    team = factories.organisation("Harbour Advice")
    bea, wren = factories.member(team, "bea", Role.ADVOCATE), factories.person("wren")
    Person.objects.filter(pk=bea.pk).update(email="bea@harbour.example", mail_is_safe=True)
    case = factories.case(
        client=wren, client_name="Wren", organisation=team, advocate=bea, age=Age.ADULT,
        happened=[Happened.IMAGE], country="DE", taker="SELF", intake_done_at=now,
    )  # fmt: skip
    factories.contact(case)
    Mandate.objects.create(
        case=case, holder=bea, scope=[Scope.NOTICES, Scope.FOLLOW_UPS],
        words="Bea may write for me, and write again.",
        way=Way.ONLINE, given_at=now, recorded_by=wren,
    )  # fmt: skip
    return case, Person.objects.get(pk=bea.pk)


def account_of(case: Case, *, port: int) -> MailAccount:
    """The team's mail account at the world's mail server."""
    assert case.organisation is not None
    lead = factories.member(case.organisation, "ada", Role.SUPERVISOR)
    given = Given(
        host=HOST, port=port, security=Security.STARTTLS, username="letters", password=WORD,
        from_name="Harbour", from_address="letters@harbour.example",
        reply_to="answers@harbour.example",
    )  # fmt: skip
    return mail_accounts.save_account(case.organisation, given, actor=lead, now=factories.NOON)


def desk_of(stood: Standing, hands: Hands) -> Desk:
    """Bea's desk with twelve places noted, the server looking again every three days."""
    case, bea = case_of_wren()
    account = account_of(case, port=stood.mail_port)
    links = [normalise(each) for each in PLACES]
    sightings.log_links(case, links=links, noticed=Noticed(), actor=bea, now=hands.now)
    watching.start(case, every_days=3, actor=bea, now=hands.now)
    return Desk(
        case=case, advocate=bea, account=account, standing=stood, hands=hands, signs=SIGNS,
        started_at=hands.now,
    )  # fmt: skip


@pytest.fixture(scope="module")
def left(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Left:
    """What thirty days left; the story runs once for all tests of it."""
    folder = tmp_path_factory.mktemp("world")
    proof, hands = certificate(folder), Hands(factories.NOON)
    mail.outbox = []
    with (
        pytest.MonkeyPatch.context() as patched,
        django_db_blocker.unblock(), rolled_back(), answering(key_records(SIGNS)) as names,
        standing(everybody(hands), proof) as stood, hands.turning(),
        the_app(folder, stood, dns_port=names.port),
    ):  # fmt: skip
        patched.setenv("SSL_CERT_FILE", str(proof.certificate))
        desk = desk_of(stood, hands)
        climb(desk)
        return read_out(desk)
