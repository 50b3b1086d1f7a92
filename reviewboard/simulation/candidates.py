"""The candidate: starts, writes step by step, adds files, checks, submits, perhaps withdraws, and reads the result."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from reviewboard.sample.files import SampleFile, evidence_file
from reviewboard.sample.people import confirmer
from reviewboard.simulation.bots import Bot, LostTheThread, needed, reference_in
from reviewboard.simulation.pages import Page
from reviewboard.simulation.scripts import Script

STEPS = (
    ("title", "when_from", "when_to", "context"),
    ("contacts", "why_not_clients", "confirmer_name", "confirmer_email"),
    ("actions",),
    ("result", "benefit"),
)
KINDS = ("txt", "pdf", "docx")


class Candidate(Bot):
    """One candidate with one case. `stage` tells how far they are."""

    def __init__(self, script: Script, *everything: Any) -> None:
        super().__init__(*everything)
        self.script = script
        self.case_id = ""
        self.example_id = ""
        self.files_sent = 0
        self.turns_to_wait = self.rng.randint(1, 4)
        self.stage = "start"

    @property
    def over(self) -> bool:
        """Whether the case is handed in or withdrawn: a result is read when all is done."""
        return self.stage == "done"

    def turn(self) -> bool:
        """Do everything up to the submission, then nothing but what the script says of a withdrawal."""
        doing = {
            "start": self._start, "notice": self._notice, "example": self._add_example, "write": self._write,
            "files": self._files, "submit": self._submit, "withdraw": self._withdraw,
        }  # fmt: skip
        if self.stage == "wait":
            self.turns_to_wait -= 1
            self.stage = "wait" if self.turns_to_wait else "withdraw"
            return False
        doing[self.stage]()
        return True

    def _start(self) -> None:
        home = self.browser.get("/my")
        wanted = self.role.cycles[self.script.cycle]
        offer = next((form for form in home.forms if form.value("cycle_id") == wanted), None)
        if offer is None:
            self._began(home)
            return
        page = self.browser.send(offer, {"language": self.script.sample.language})
        self.case_id = _id_after(page.address, "cases")
        self.ledger.note("submission.start", self.case_id, self.role.email)
        self._began(page)

    def _began(self, page: Page) -> None:
        """Go on with a case that is there, whichever answer it came with."""
        reference = reference_in(page.text)
        if not self.case_id:
            self.case_id = next((_id_after(link.href, "cases") for link in page.links_to("/my/cases/")), "")
        if reference is None or not self.case_id:
            raise LostTheThread(f"no case at {page.address}: {page.text[:200]}")
        self.prompter.began(self.script, reference, self.case_id)
        self.stage = "notice"

    @property
    def _home(self) -> str:
        return f"/my/cases/{self.case_id}"

    def _notice(self) -> None:
        page = self.browser.get(self._home)
        self.act("notice.acknowledge", self.case_id, needed(page, "/notice"), {})
        self.stage = "example"

    def _add_example(self) -> None:
        form = needed(self.browser.get(self._home), "/examples")
        page = self.act("example.add", self.case_id, form, {})
        self.example_id = next(pair[8:] for pair in urlsplit(page.address).query.split("&") if pair[:8] == "example=")
        self.stage = "write"

    def _write(self) -> None:
        name, email = confirmer(self.script.sample.language, self.rng)
        texts = vars(self.script.sample.submitted(datetime.now(UTC).date(), name, email))
        page = self.browser.get(f"{self._home}?example={self.example_id}")
        for fields in STEPS:
            form = needed(page, f"/examples/{self.example_id}")
            answers = {field: str(texts[field] or "") for field in fields}
            page = self.browser.send(form, {**answers, "then": "next"})
        self.stage = "files"

    def _files(self) -> None:
        page = self.browser.get(f"{self._home}?example={self.example_id}&step=evidence")
        for kind in KINDS[: self.script.files]:
            file: SampleFile = evidence_file(self.script.sample, kind, self.rng)
            form = needed(page, "/evidence")
            page = self.act("evidence.add", self.case_id, form, {}, files={"file": (file.name, file.body, file.media_type)})
        self.stage = "withdraw" if self.script.kind == "withdraw_draft" else "submit"

    def _submit(self) -> None:
        form = needed(self.browser.get(f"{self._home}/submit"), "/submit")
        self.act("case.submit", self.case_id, form, {"looked": "yes"})
        self.stage = "wait" if self.script.kind == "withdraw_early" else "done"

    def _withdraw(self) -> None:
        form = needed(self.browser.get(f"{self._home}/withdraw"), "/withdraw")
        self.act("case.withdraw", self.case_id, form, {})
        self.stage = "done"

    def read_result(self) -> bool:
        """Read the released result, as a mail told them to. Return whether it was there. Raises Refused, Unanswered."""
        links = self.browser.get("/my").links_to("/result")
        return bool(links) and self.browser.get(links[0].href).status == 200


def _id_after(address: str, part: str) -> str:
    parts = urlsplit(address).path.split("/")
    return parts[parts.index(part) + 1] if part in parts[:-1] else ""
