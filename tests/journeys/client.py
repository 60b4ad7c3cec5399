"""What a client does, as methods that read like the story."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import PASSWORD, Phone

REF = re.compile(r"/b/([^/]+)/")
FIGURE = re.compile(r"/items/[0-9a-f-]{36}/$")
LETTER = re.compile(r"/letters/[0-9a-f-]{36}/(#.*)?$")


@dataclass
class Client:
    """Somebody with a phone, and the reference of the case once it is open."""

    phone: Phone
    ref: str = ""

    @property
    def page(self) -> Page:
        """What the phone shows."""
        return self.phone.page

    def signs_up(self, *, mail: str = "") -> str:
        """From the first page to an empty notebook; returns the name taken."""
        self.phone.open("/")
        self.phone.follow("Start")
        self.phone.follow("Go on")
        name = self.page.get_by_label("A name to sign in with").input_value()
        self.page.get_by_label("Password").fill(PASSWORD)
        if mail:
            self.page.get_by_label("E-mail").fill(mail)
            self.page.get_by_label("Only I read this mailbox").check()
        self.phone.press("Start")
        self.phone.sees("There is nothing in it yet")
        return name

    def opens_a_case(self, *, age: str = "Yes, 18 or older in all of it") -> None:
        """Begin the questions and answer up to the one about age."""
        self.phone.press("Open a notebook")
        self.page.wait_for_url("**/q/safety/")
        self.ref = self._ref()
        self._answers("safety", "No, nobody else can see it")
        self._answers("happened", "Photos of me")
        self._answers("age", age)

    def answers_the_rest(self) -> None:
        """The questions after the age: where, rules and taker answered, two skipped."""
        self.page.wait_for_url("**/q/where/")
        self.page.get_by_label("Where do you live?").select_option("DE")
        self.phone.press("Continue")
        self._answers("rules")
        self._answers("taker", "I took it myself")
        for step in ("sells", "facts"):
            self.page.wait_for_url(f"**/q/{step}/")
            self.phone.press("Skip this question")
        self.page.wait_for_url("**/q/done/")
        self.phone.press("That is right, go on")
        self.phone.sees("Where things stand")

    @property
    def links(self) -> Locator:
        """The box links are pasted into."""
        return self.page.get_by_label("Paste one link or many")

    def gives_a_reference(self, picture: Path) -> None:
        """Give a picture of which only the fingerprints stay."""
        self.goes_to("own/add/")
        self.page.get_by_label("Choose your pictures").set_input_files(picture)
        self.page.get_by_label("The picture is sent here, but not kept").check()
        self.phone.press("Give it")
        self.phone.sees("Only its fingerprints are kept")

    def notes_links(self, links: str, *, screenshot: Path | None = None) -> None:
        """Paste links, with a screenshot where there is one, and see what would be saved."""
        self.goes_to("places/add/")
        self.links.fill(links)
        if screenshot:
            self.page.get_by_label("Add screenshots").set_input_files(screenshot)
        self.phone.press("Save")

    def says_it_shows(self, place: str) -> None:
        """Put the screenshot with a place of the list."""
        choice = self.page.locator("select[name^=shows-]")
        value = choice.locator("option", has_text=place).first.get_attribute("value")
        choice.select_option(value)

    def opens_a_file(self, label: str) -> None:
        """Open one file and wait until the worker has looked at it."""
        self.goes_to("items/")
        self.phone.follow(label)
        expect(self.page).to_have_url(FIGURE)
        expect(self.page.get_by_role("heading", name="The picture")).to_be_visible(timeout=30_000)

    def says_how_to_reach(self) -> None:
        """A name and an address, for letters."""
        self.goes_to("contact/")
        self.page.locator("[name=name]").fill("Wren Example")
        self.page.locator("[name=mail]").fill("answers@mailbox.example")
        self.phone.press("Save")

    def answers_what_decides(self, label: str) -> None:
        """One question is asked before a way is chosen, because it changes something."""
        self.goes_to("letters/new/")
        self.phone.sees("Why we ask now:")
        self.page.get_by_label(label, exact=True).check()
        self.phone.press("Continue")
        self.phone.sees("Choose a way")

    def writes_a_letter(self, recipient: str) -> None:
        """Take the proposed way to one service."""
        self.goes_to("letters/new/")
        card = self.phone.main.locator(
            "section", has=self.page.get_by_role("heading", name=recipient, exact=True)
        )
        card.get_by_role("button", name="Write this letter").click()
        self.phone.sees("Read it, then decide")

    def signs(self, name: str) -> None:
        """Fill the gap of the signature."""
        self.page.get_by_label("Name typed as signature").fill(name)
        self.phone.press("Save and show")
        self.phone.sees("Saved.")

    def approves(self) -> None:
        """Give one's word and approve the exact text."""
        for word in self.page.locator("[name=declarations]").all():
            word.check()
        self.phone.press("Approve this text")
        self.phone.sees("Approved. The text has a number now and cannot change.")

    def marks_as_sent(self, *, number: str, proof: Path | None = None) -> None:
        """Say that it went out, with the number they gave."""
        form = self.page.locator("form#sent")
        form.get_by_label("Through their own form").check()
        form.get_by_label("The number they gave you").fill(number)
        if proof:
            form.locator("[name=proof]").set_input_files(proof)
        self.phone.press("Mark as sent")
        self.phone.sees("Noted. The time runs from the moment it was sent.")

    def copies(self, field: str) -> str:
        """Press the button beside a field; returns what the clipboard holds then."""
        named = self.page.get_by_label(field, exact=True).get_attribute("id")
        button = self.page.locator(f"[data-copy={named}]")
        button.click()
        expect(button).to_have_text("Copied")
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def notes_outcome(self, outcome: str) -> None:
        """Say what happened with every place of the letter that is open."""
        form = self.page.locator("#outcomes")
        form.get_by_label("All places").check()
        form.get_by_label("What happened", exact=True).select_option(label=outcome)
        form.get_by_role("button", name="Note it").click()
        self.phone.sees("Noted.")

    def takes_a_bundle_away(self, *, reader: str) -> bytes:
        """Have a bundle made for a lawyer, by the worker; returns its PDF as it is saved."""
        self.goes_to("bundle/new/")
        self.page.get_by_label("A lawyer").check()
        self.page.get_by_label("Who will read it?").fill(reader)
        self.page.get_by_label("Yes, the name is shown").check()
        self.phone.press("Make the bundle")
        expect(self.page.get_by_role("heading", name="It is ready")).to_be_visible(timeout=30_000)
        with self.page.expect_download() as saving:
            self.phone.main.get_by_role("link", name="Only the PDF").click()
        return saving.value.path().read_bytes()

    def keeps_a_file(self, file: Path) -> None:
        """Give a file and wait until the worker has looked at it."""
        self.goes_to("items/add/")
        self.page.get_by_label("Choose pictures or files").set_input_files(file)
        self.phone.press("Keep")
        self.phone.sees("is kept")
        expect(self.phone.main).not_to_contain_text("It is being checked", timeout=30_000)

    def releases_to(self, reader: str, *, opened: str = "5") -> tuple[str, str]:
        """Let one person save the newest bundle's document and ask about pictures of their own.

        Returns the link and the code, which are shown once.
        """
        self.goes_to("bundle/")
        self.phone.main.locator("a.whole").first.click()
        self.phone.follow("Let one person see it")
        self.page.get_by_label("Who may see it?").fill(reader)
        self.page.get_by_label("They may ask whether a picture of their own").check()
        self.page.get_by_label("How often may they open it?").fill(opened)
        self.phone.press("Read what you allow")
        self.phone.sees("ask whether a picture of their own is among the files of the bundle")
        self.phone.press("Yes, make the link")
        self.phone.sees("The link is ready")
        link, code = (self.page.get_by_label(one, exact=True) for one in ("The link", "The code"))
        return link.input_value(), code.input_value()

    def forges_a_file(self, part: str, data: bytes) -> str:
        """Send a file past the page, with its token, to a door; returns what comes back."""
        self.goes_to(part)
        answer = self.page.request.post(
            self.page.url,
            headers={"Referer": self.page.url},
            multipart={
                "csrfmiddlewaretoken": self.page.locator("body").get_attribute("data-token") or "",
                "upload": {"name": "seen.png", "mimeType": "image/png", "buffer": data},
            },
        )
        return f"{answer.status} {answer.text()}"

    def has_a_sent_letter(self) -> None:
        """The short way there: a case, two links, a letter that went out."""
        self.opens_a_case()
        self.answers_the_rest()
        self.says_how_to_reach()
        self.notes_links("https://x.com/quiet_account_7/status/1858000000000004471")
        self.phone.sees("is noted as place 1")
        self.writes_a_letter("X (Twitter)")
        self.signs("Wren Example")
        self.approves()
        self.marks_as_sent(number="4471-209")

    def goes_to(self, part: str) -> None:
        """A page of the own case."""
        self.phone.open(f"/b/{self.ref}/{part}")

    def first_letter(self) -> Locator:
        """Open the list of letters and the first of them; returns its page's own part."""
        self.goes_to("letters/")
        self.phone.main.locator("a.whole").first.click()
        expect(self.page).to_have_url(LETTER)
        self.phone.look_over()
        return self.phone.main

    def _answers(self, step: str, label: str = "") -> None:
        self.page.wait_for_url(f"**/q/{step}/")
        if label:
            self.page.get_by_label(label, exact=True).check()
        self.phone.press("Continue")

    def _ref(self) -> str:
        found = REF.search(self.page.url)
        if found is None:
            raise AssertionError(f"{self.page.url} is no page of a case")
        return found[1]
