"""The guarded fetcher, against real servers on this machine and names that lie."""

import gzip
import socket
import ssl
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import env
from evidence.fetching import targets
from evidence.fetching.fetcher import addresses_of, fetch
from evidence.fetching.limits import AGENT, Leave, Limits, Local, leave_of
from evidence.fetching.targets import NotFetched, Refused, target_of
from tests.evidence.fetching.site import HOST, Says, Site, self_signed, standing_site
from tests.evidence.fetching.test_addresses import TRICKY

PAGE = f"https://{HOST}/view/9"
SMALL = Limits(most_bytes=10_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with standing_site() as made:
        yield made


def _resolver(*answers: list[str]) -> Callable[[str], list[str]]:
    """Answers one after the other; the last one from then on."""
    left = list(answers)
    return lambda host: left.pop(0) if len(left) > 1 else left[0]


def _connects_to(monkeypatch: pytest.MonkeyPatch, port: int) -> list[tuple[str, int]]:
    """Every connection lands at this port of the machine; returns what was asked for."""
    asked: list[tuple[str, int]] = []
    real = socket.create_connection

    def connect(at: tuple[str, int], timeout: float | None = None) -> socket.socket:
        asked.append(at)
        return real(("127.0.0.1", port), timeout=timeout)

    monkeypatch.setattr(socket, "create_connection", connect)
    return asked


def test_brings_what_a_page_says_and_the_way_there(site: Site) -> None:
    site.says["/view/9"] = Says(302, b"", {"Location": "/view/9/name"})
    site.says["/view/9/name"] = Says(body=b"<p>here</p>")

    found = fetch(PAGE, leave=site.leave())

    assert found.reply.body == b"<p>here</p>" and found.reply.status == 200
    assert found.way == (PAGE, f"{PAGE}/name")


def test_says_nothing_of_who_asks(site: Site) -> None:
    site.says["/a"] = Says(302, b"", {"Location": "/b", "Set-Cookie": "seen=1"})
    site.says["/b"] = Says()

    fetch(f"https://{HOST}/a", leave=site.leave())

    for _, headers in site.asked:
        assert headers == {
            "Host": HOST, "User-Agent": AGENT, "Accept": headers["Accept"],
            "Accept-Encoding": "gzip, identity", "Connection": "close",
        }  # fmt: skip


@pytest.mark.parametrize("address", TRICKY)
def test_refuses_a_name_that_leads_to_a_private_address(address: str) -> None:
    with pytest.raises(Refused):
        fetch(PAGE, resolve=_resolver([address]))


@pytest.mark.parametrize("address", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]"])
def test_refuses_a_private_address_as_a_host(address: str) -> None:
    with pytest.raises(Refused):
        fetch(f"http://{address}/", resolve=_resolver(["1.1.1.1"]))


def test_refuses_a_name_with_one_private_address_among_public_ones() -> None:
    with pytest.raises(Refused):
        fetch(PAGE, resolve=_resolver(["1.1.1.1", "10.0.0.1"]))


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "0",
        "0x7f000001",
        "１２７.0.0.1",
        "127。0。0。1",
    ],
)
def test_refuses_other_spellings_of_this_machine(host: str) -> None:
    with pytest.raises(Refused):
        fetch(f"http://{host}/", resolve=_resolver(["127.0.0.1"]))


@pytest.mark.parametrize(
    "link",
    [
        f"http://{HOST}@127.0.0.1/", f"http://one:two@{HOST}/", "http://127.0.0.1\\@pictures.example/",
        f"http://{HOST}\t/", f"http://{HOST}/a b", "http:///nothing", "http://[::1/", "http://a..b/",
        "file:///etc/hosts", "gopher://pictures.example/", "ftp://pictures.example/", "data:,x",
        "dict://pictures.example/", "ldap://pictures.example/", "jar:http://pictures.example/!/",
        "ws://pictures.example/", "http://pictures.example:99999/",
    ],
)  # fmt: skip
def test_refuses_what_is_no_plain_link(link: str) -> None:
    with pytest.raises(NotFetched):
        fetch(link, resolve=_resolver(["127.0.0.1"]))


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8080])
def test_asks_no_other_port(port: int) -> None:
    with pytest.raises(Refused) as refusal:
        fetch(f"http://{HOST}:{port}/", resolve=_resolver(["1.1.1.1"]))

    assert refusal.value.code == "port"


def test_connects_to_the_address_that_was_judged_and_asks_the_name_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = _connects_to(monkeypatch, 9)
    resolve = _resolver(["1.1.1.1"], ["127.0.0.1"])

    with pytest.raises(NotFetched):
        fetch(f"http://{HOST}/", resolve=resolve)

    assert asked == [("1.1.1.1", 80)]


def test_judges_the_socket_it_really_got(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    _connects_to(monkeypatch, site.port)

    with pytest.raises(Refused) as refusal:
        fetch(f"http://{HOST}/", resolve=_resolver(["1.1.1.1"]))

    assert refusal.value.code == "private" and site.asked == []


@pytest.mark.parametrize(
    "led_to",
    ["http://127.0.0.1/", "http://169.254.169.254/latest/", "file:///etc/passwd", "http://[::1]/",
     "http://inside.example/", "//10.0.0.1/", "http://outside.example:6379/"],
)  # fmt: skip
def test_judges_every_step_anew(site: Site, led_to: str) -> None:
    site.says["/view/9"] = Says(302, b"", {"Location": led_to})

    with pytest.raises(NotFetched):
        fetch(PAGE, leave=site.leave(), resolve=_resolver(["10.0.0.7"]))

    assert site.paths == ["/view/9"]


def test_follows_five_steps_and_not_six(site: Site) -> None:
    for step in range(9):
        site.says[f"/{step}"] = Says(302, b"", {"Location": f"/{step + 1}"})
    site.says["/5"] = Says()

    arrived = fetch(f"https://{HOST}/0", leave=site.leave())
    site.says["/5"] = Says(302, b"", {"Location": "/6"})
    with pytest.raises(NotFetched) as given_up:
        fetch(f"https://{HOST}/0", leave=site.leave())

    assert arrived.final.endswith("/5") and given_up.value.code == "hops"


def test_cuts_a_page_off_at_the_cap(site: Site) -> None:
    site.says["/view/9"] = Says(body=b"x" * 50_000)

    found = fetch(PAGE, leave=site.leave(), limits=SMALL)

    assert len(found.reply.body) == 10_000 and found.reply.cut


def test_unpacks_no_more_of_a_bomb_than_the_cap(site: Site) -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    site.says["/view/9"] = Says(body=bomb, headers={"Content-Encoding": "gzip"})

    tracemalloc.start()
    found = fetch(PAGE, leave=site.leave(), limits=Limits(most_bytes=100_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(found.reply.body) == 100_000 and found.reply.cut
    assert peak < 5_000_000


def test_unpacks_what_was_packed(site: Site) -> None:
    site.says["/view/9"] = Says(
        body=gzip.compress(b"<p>here</p>"), headers={"Content-Encoding": "gzip"}
    )

    assert fetch(PAGE, leave=site.leave()).reply.body == b"<p>here</p>"


@pytest.mark.parametrize("packing", ["br", "gzip, gzip", "gzip"])
def test_takes_no_packing_it_cannot_cap(site: Site, packing: str) -> None:
    site.says["/view/9"] = Says(body=b"not packed at all", headers={"Content-Encoding": packing})

    with pytest.raises(NotFetched):
        fetch(PAGE, leave=site.leave())


@pytest.mark.parametrize("kind", ["image/jpeg", "video/mp4", "application/octet-stream"])
def test_leaves_the_body_of_a_picture_alone(site: Site, kind: str) -> None:
    site.says["/view/9"] = Says(body=b"\xff\xd8\xff" * 9, headers={"Content-Type": kind})

    reply = fetch(PAGE, leave=site.leave()).reply

    assert reply.kind == kind and reply.body == b"" and not reply.read


def test_gives_up_on_a_server_that_trickles(site: Site) -> None:
    def trickle(write: Callable[[bytes], object]) -> None:
        for _ in range(200):
            write(b"x")
            time.sleep(0.02)

    site.says["/view/9"] = Says(drip=trickle)

    with pytest.raises(NotFetched) as given_up:
        fetch(PAGE, leave=site.leave(), limits=Limits(whole=0.2))

    assert given_up.value.code == "slow"


@pytest.mark.parametrize("length", ["5000", "-3"])
def test_takes_no_answer_that_breaks_off(site: Site, length: str) -> None:
    site.says["/view/9"] = Says(body=b"half a page", headers={"Content-Length": length})

    if length == "-3":
        assert fetch(PAGE, leave=site.leave()).reply.body == b"half a page"
    else:
        with pytest.raises(NotFetched):
            fetch(PAGE, leave=site.leave())


def test_verifies_that_the_site_is_itself(tmp_path: Path) -> None:
    with standing_site(tls=self_signed(tmp_path)) as site:
        site.says["/view/9"] = Says(body=b"here")
        local = Local("127.0.0.1", site.port, ssl.create_default_context())

        trusted = fetch(PAGE, leave=site.leave()).reply.body
        with pytest.raises(NotFetched) as unknown:
            fetch(PAGE, leave=Leave({HOST: local}))
        with pytest.raises(NotFetched) as another:
            fetch("https://other.example/view/9", leave=site.leave("other.example"))

    assert trusted == b"here"
    assert unknown.value.code == another.value.code == "certificate"


def test_goes_through_no_proxy_of_the_environment(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.says["/view/9"] = Says()

    assert fetch(PAGE, leave=site.leave()).reply.status == 200


def test_gives_leave_to_this_machine_only() -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        leave_of({HOST: ("10.0.0.1", 80)})


@pytest.mark.parametrize(
    "value", ["pictures.com=127.0.0.1:80", "pictures.example=10.0.0.1:80", "pictures.example", "x"]
)
def test_lets_a_setting_name_only_what_nobody_owns(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDRESS_FETCH_ALLOW", value)

    with pytest.raises(env.WrongSetting):
        env.stand_ins("REDRESS_FETCH_ALLOW")


def test_reads_the_names_a_setting_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDRESS_FETCH_ALLOW", "a.example=127.0.0.1:81, b.test=::1:82")

    assert env.stand_ins("REDRESS_FETCH_ALLOW") == {
        "a.example": ("127.0.0.1", 81), "b.test": ("::1", 82),
    }  # fmt: skip


def test_spells_a_link_as_a_server_reads_it() -> None:
    target = target_of("HTTPS://Bücher.Example./ä b?q=ü#part".replace(" ", "%20"))

    assert target.host == "xn--bcher-kva.example"
    assert target.path == "/%C3%A4%20b?q=%C3%BC"


def test_says_that_a_name_was_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(host: str) -> list[str]:
        raise OSError

    with pytest.raises(NotFetched) as missing:
        fetch(PAGE, resolve=nothing)

    assert missing.value.code == "no-name"


def test_names_the_public_addresses_of_a_host() -> None:
    assert addresses_of(HOST, resolve=_resolver(["2606:4700::1", "1.1.1.1"])) == (
        "1.1.1.1", "2606:4700::1",
    )  # fmt: skip
    assert Limits().whole > targets.DNS_SECONDS
