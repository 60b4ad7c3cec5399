"""Ask the registries of a domain and of its address, and the site itself, each once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from evidence.fetching.fetcher import addresses_of, fetch
from evidence.fetching.limits import Limits
from evidence.fetching.targets import NotFetched
from evidence.models import Sighting
from evidence.services import rechecks
from takedowns.lookups import bootstrap, rdap
from takedowns.lookups.parties import Party, by_address, by_headers
from takedowns.lookups.rdap import Told

ANSWERS = "application/rdap+json, application/json;q=0.9"
MOST_ADDRESSES = 2
_LIMITS = Limits(most_hops=3, most_bytes=512 * 1024, silence=8.0, whole=15.0)
_NO_REGISTRY = "No registry is known that could be asked about this {what}."
_NO_ANSWER = "The registry of this {what} did not name anybody. {why}"


@dataclass(slots=True)
class Found:
    """Whoever may act, what is kept of each answer by its source, and what went wrong."""

    parties: list[Party] = field(default_factory=list)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()

    def take(self, source: str, told: Told) -> None:
        """Keep what a source told; the first to name a role and a name counts."""
        if told.kept:
            self.answers[source] = told.kept
        self.add(*told.parties)

    def add(self, *parties: Party) -> None:
        """Add whoever is not there yet in the same role."""
        for party in parties:
            if party.role not in {each.role for each in self.parties}:
                self.parties.append(party)

    def trouble(self, sentence: str) -> None:
        """Say what could not be found out."""
        self.troubles = (*self.troubles, sentence)


def find(sighting: Sighting) -> Found:
    """Ask everybody there is. Touches no row.

    The site itself is visited only where the server may look at places of the case at all.
    """
    found = Found()
    _ask_domain(sighting.host, found)
    addresses = _addresses(sighting.host, found)
    if not rechecks.why_not(sighting.case):
        _ask_site(sighting.host, found)
    for address in addresses:
        if (party := by_address(address)) is not None:
            found.add(party)
    _ask_networks(addresses, found)
    return found


def _ask_domain(host: str, found: Found) -> None:
    server = bootstrap.domain_server(host)
    if not server:
        found.trouble(_NO_REGISTRY.format(what="domain"))
        return
    why = ""
    for domain in bootstrap.domains_in(host):
        try:
            told = _asked(f"{server}domain/{domain}", read=rdap.read_domain)
        except (NotFetched, rdap.NotAnAnswer) as fault:
            why = why or str(fault)
            continue
        if told.parties:
            found.take("domain", told)
            return
    found.trouble(_NO_ANSWER.format(what="domain", why=why).strip())


def _addresses(host: str, found: Found) -> tuple[str, ...]:
    try:
        return addresses_of(host, leave=rechecks.leave())[:MOST_ADDRESSES]
    except NotFetched as fault:
        found.trouble(str(fault))
        return ()


def _ask_site(host: str, found: Found) -> None:
    """The headers of the front page; its body is not looked at."""
    try:
        reply = fetch(f"https://{host}/", limits=_LIMITS, leave=rechecks.leave()).reply
    except NotFetched as fault:
        found.trouble(f"The site itself did not say by what it is run. {fault}")
        return
    shown = by_headers(reply.headers)
    told = {"server": reply.headers.get("server", "")[:120], "address": reply.address}
    found.answers["site"] = {name: value for name, value in told.items() if value}
    found.add(*shown)


def _ask_networks(addresses: tuple[str, ...], found: Found) -> None:
    """Whose network the addresses lie in; behind a CDN, that is the CDN and not the host."""
    for address in addresses:
        server = bootstrap.address_server(address)
        if not server:
            found.trouble(_NO_REGISTRY.format(what="address"))
            continue
        try:
            told = _asked(f"{server}ip/{address}", read=rdap.read_network)
        except (NotFetched, rdap.NotAnAnswer) as fault:
            found.trouble(_NO_ANSWER.format(what="address", why=fault))
            continue
        _take_network(told, found, is_cdn=by_address(address) is not None)
        return


def _take_network(told: Told, found: Found, *, is_cdn: bool) -> None:
    if told.kept:
        found.answers["network"] = told.kept
    for party in told.parties:
        if is_cdn or party.role == "cdn":
            _complete_cdn(party, found)
        else:
            _put_host(party, found)


def _complete_cdn(party: Party, found: Found) -> None:
    """What the registry knows of a CDN that was told before: its address for abuse."""
    before = next((each for each in found.parties if each.role == "cdn"), None)
    made = Party(
        role="cdn",
        name=before.name if before else party.name,
        mail=party.mail,
        phone=party.phone,
        platform=(before.platform if before else "") or party.platform,
        told_by=party.told_by,
    )
    found.parties = [each for each in found.parties if each.role != "cdn"] + [made]


def _put_host(party: Party, found: Found) -> None:
    """A registry is surer of a host than a header is."""
    found.parties = [each for each in found.parties if each.role != "host"] + [party]


def _asked(url: str, *, read: Callable[[bytes], Told]) -> Told:
    fetched = fetch(url, limits=_LIMITS, leave=rechecks.leave(), accept=ANSWERS, any_body=True)
    if fetched.reply.status != 200:
        raise rdap.NotAnAnswer(f"It answered with status {fetched.reply.status}.")
    return read(fetched.reply.body)
