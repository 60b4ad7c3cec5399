"""Thirty days of one case, told act by act against the world. Each act asserts what it leaves.

Six services: one never answers and is climbed past; one removes and posts again; one refuses;
one hides a post from some countries; one asks to sign in; one says "gone" with status 200.
"""

from takedowns.models import MailState, Notice, NoticeRung, NoticeState, Way
from takedowns.registry.signs import Role
from takedowns.services import looks, responsible
from tests.world.cast import BACK, SILENT
from tests.world.desk import Desk

FIRST_MAILS = ["support@streamable.com", "abuse@imgur.com", "support@redgifs.com"]
CARRIERS: dict[Role, str] = {"host": "abuse@host.example", "cdn": "abuse@cdn.example",
            "registrar": "abuse@registrar.example"}  # fmt: skip


def climb(desk: Desk) -> None:
    """All of it."""
    _first_letters(desk)
    _answers_and_reminders(desk)
    _firmer(desk)
    _host(desk)
    _carriers(desk)
    _back_again(desk)
    _search_engine(desk)
    _regulator(desk)
    _police(desk)


def _first_letters(desk: Desk) -> None:
    """Day 0: six letters, three by mail and three by form. Approving alone sends nothing."""
    by_mail = [
        desk.write(platform, rule=rule, method="email")
        for platform, rule in (
            ("streamable", "us-tida"), ("imgur", "us-tida"), ("redgifs", "eu-dsa-16"),
        )
    ]  # fmt: skip
    approved = [desk.approve(each) for each in by_mail]
    desk.sweep()
    assert desk.mailed_to() == []
    assert len(desk.today()["to send"]) == 3
    for each in approved:
        assert desk.is_sent(desk.mail(each))
    assert desk.mailed_to() == FIRST_MAILS
    for platform, rule in (("x", "us-tida"), ("pornhub", "us-tida"), ("catbox", "eu-dsa-16")):
        desk.send_form(desk.approve(desk.write(platform, rule=rule, method="web_form")))
    seen = desk.today()
    assert (len(seen["waiting"]), seen["overdue"], seen["to send"]) == (6, 0, [])


def _answers_and_reminders(desk: Desk) -> None:
    """Day 1 and 2: a refusal, a warning before the time ends, a removal that is their word yet."""
    desk.until(1, hour=0)
    desk.fetch_answers()
    assert desk.today()["drafted"] == ["RedGIFs Limited"]
    desk.until(2, hour=3)
    assert len(desk.today()["reminders"]) == 4
    desk.until(2, hour=9)
    [removed] = [each for each in desk.fetch_answers() if "removed" in each.text]
    imgur = Notice.objects.get(pk=removed.notice_id)
    assert imgur.state == NoticeState.DECIDED
    assert not imgur.items.exclude(confirmed_gone_at=None).exists()
    assert len(desk.today()["again"]) == 3


def _firmer(desk: Desk) -> None:
    """Day 2: overdue means that the next letter lies there; it leaves when it is approved."""
    desk.until(2, hour=15)
    seen = desk.today()
    assert seen["overdue"] == 3
    assert "Hopin/Streamable" in seen["drafted"]
    firmer = desk.drafted(NoticeRung.FIRMER, about=SILENT[0])
    assert desk.mailed_to() == FIRST_MAILS
    assert desk.is_sent(desk.mail(desk.approve(firmer)))
    assert desk.mailed_to()[3:] == ["support@streamable.com"]
    assert f"{desk.case.ref} / 1" in Notice.objects.get(pk=firmer.pk).body


def _host(desk: Desk) -> None:
    """Day 3 and 4: who carries the site is written down; then the host's letter is drafted."""
    place = desk.place(SILENT[0])
    for role, mail in CARRIERS.items():
        responsible.note_by_hand(
            place, role=role, name=f"Example {role}", mail=mail, actor=desk.advocate, now=desk.now
        )
    desk.until(4, hour=18)
    host = desk.drafted(NoticeRung.HOST, about=SILENT[0])
    assert host.recipient_address == CARRIERS["host"]
    assert desk.is_sent(desk.mail(desk.approve(host)))
    desk.until(5, hour=9)
    desk.fetch_answers()


def _carriers(desk: Desk) -> None:
    """Day 12: a quiet week drafts the letter to the CDN, and the registrar is chosen besides.

    The registrar takes no mail, which is said on the page, so its form is used.
    """
    desk.until(12)
    host = Notice.objects.get(rung=NoticeRung.HOST)
    assert host.number in desk.today()["reminders"]
    assert desk.is_sent(desk.mail(desk.approve(desk.drafted(NoticeRung.CDN, about=SILENT[0]))))
    assert not desk.is_sent(desk.mail(desk.approve(desk.choose(host, NoticeRung.REGISTRAR))))
    assert [state for _, state in desk.today()["mails"]] == [MailState.FAILED]
    registrar = Notice.objects.get(rung=NoticeRung.REGISTRAR)
    number = desk.standing.fill_form("https://registrar.example/abuse", {"text": registrar.body})
    desk.sent_by_hand(registrar, way=Way.FORM, number=number)
    assert desk.today()["mails"] == []


def _back_again(desk: Desk) -> None:
    """Day 13: one page is up again; the new letter cites the ticket, and it is removed for good."""
    desk.until(13)
    desk.look_again(BACK)
    back = Notice.objects.get(cause="BACK")
    assert back.state == NoticeState.DRAFT
    assert desk.is_sent(desk.mail(desk.approve(back)))
    assert "IM-4471" in Notice.objects.get(pk=back.pk).body
    desk.until(14, hour=18)
    desk.fetch_answers()


def _search_engine(desk: Desk) -> None:
    """Day 20: nobody who carries it acted, so a search engine is asked through its form."""
    desk.until(20)
    cdn = Notice.objects.get(rung=NoticeRung.CDN)
    assert cdn.number in desk.today()["reminders"]
    desk.send_form(desk.approve(desk.drafted(NoticeRung.SEARCH, about=SILENT[0])))


def _regulator(desk: Desk) -> None:
    """Day 24: the complaint to the regulator, with the letters before it in it."""
    desk.until(24)
    draft = desk.drafted(NoticeRung.REGULATOR, about=SILENT[0])
    complaint = desk.send_form(desk.approve(draft))
    assert all(f"{desk.case.ref} / {number}" in complaint.body for number in (1, 8, 11, 14))


def _police(desk: Desk) -> None:
    """Day 28: the sheet to take to the police; it is handed over on paper."""
    desk.until(28)
    sheet = desk.approve(desk.drafted(NoticeRung.POLICE, about=SILENT[0]))
    desk.sent_by_hand(sheet, way=Way.POST)
    desk.until(30)
    looks.ask_server(now=desk.now)
