"""The panel lead, who decides, confirms, countersigns and releases; and the coordinator, who frees late seats."""

from urllib.parse import urlsplit

from reviewboard.sample.asides import aside
from reviewboard.sample.phrases import phrases, resolution_reason
from reviewboard.sample.reasons import reasons_for
from reviewboard.simulation.bots import Bot, needed, outcome_answer
from reviewboard.simulation.browser import Refused
from reviewboard.simulation.pages import Page
from reviewboard.simulation.scripts import Script


class Lead(Bot):
    """One panel lead, in every cycle of the simulation."""

    def turn(self) -> bool:
        """Do what needs a lead in each cycle, then release what is recorded."""
        done = [self._panel(cycle_id) for cycle_id in self.role.cycles.values()]
        return any(done)

    def _panel(self, cycle_id: str) -> bool:
        board = self.browser.get(f"/panel?cycle={cycle_id}")
        doing = {"disputes": self._dispute, "confirmations": self._confirmation, "countersigns": self._countersign}
        done = [do(_last(link.href)) for part, do in doing.items() for link in board.links_to(f"/panel/{part}/")]
        done.append(self._release(cycle_id))
        return any(done)

    def _dispute(self, case_id: str) -> bool:
        page = self.browser.get(f"/panel/disputes/{case_id}")
        if page.form_to("/draft") is None:
            return False
        script = self.prompter.script_of(case_id)
        if self.prompter.wants_third(case_id):
            reason = aside(script.sample.language, "third")
            asking = f"/panel/disputes/{case_id}/third"
            self.act("case.call_third", case_id, needed(page, "/draft"), {"reason": reason}, to=asking)
            self.prompter.third_called(case_id)
            return True
        self._decide(case_id, page, script)
        return True

    def _decide(self, case_id: str, page: Page, script: Script) -> None:
        """Write the decision; the board shows it once more, and the answer is yes."""
        outcome, sample = self.prompter.decision_of(case_id), script.sample
        words = reasons_for(sample, outcome, self.rng)
        answers = {
            **outcome_answer(outcome),
            "reasons": resolution_reason(sample, outcome, script.first, script.second, self.rng),
            "next_needed": words.why_not_above or phrases(sample.language)["why_not_above"][1][0],
            **{f"reasons_{key}": text for key, text in words.by_dimension.items()}, "then": "review",
        }
        shown = self.browser.send(needed(page, "/draft"), answers)
        self.act("case.decide", case_id, needed(shown, "/decision"), {})

    def _confirmation(self, case_id: str) -> bool:
        page, script = self.browser.get(f"/panel/confirmations/{case_id}"), self.prompter.script_of(case_id)
        if page.form_to("/refuse") is None:
            return False
        if script.kind == "refuse":
            reason = aside(script.sample.language, "refuse")
            self.act("case.refuse", case_id, needed(page, "/refuse"), {"reason": reason})
        else:
            shown = self.browser.get(f"/panel/confirmations/{case_id}/check")
            self.act("case.confirm", case_id, needed(shown, f"/confirmations/{case_id}"), {})
        return True

    def _countersign(self, case_id: str) -> bool:
        page, script = self.browser.get(f"/panel/countersigns/{case_id}"), self.prompter.script_of(case_id)
        if page.form_to("/decline") is None:
            return False
        if self.prompter.wants_decline(case_id):
            reason = aside(script.sample.language, "decline")
            self.act("case.decline", case_id, needed(page, "/decline"), {"reason": reason})
            self.prompter.declined(case_id)
        else:
            shown = self.browser.get(f"/panel/countersigns/{case_id}/check")
            self.act("case.countersign", case_id, needed(shown, f"/countersigns/{case_id}"), {})
        return True

    def _release(self, cycle_id: str) -> bool:
        page = self.browser.get(f"/panel/releases?cycle={cycle_id}")
        choose = page.form_to("/releases/preview")
        if choose is None:
            return False
        preview = self.browser.send(choose, {}, lists={"case": choose.choices("case")})
        form = needed(preview, "/releases")
        released = [value for name, value in form.fields if name == "case"]
        try:
            self.browser.send(form, {})
        except Refused as refused:
            for case_id in released if refused.repeated else ():
                self.ledger.doubt("case.release", case_id, self.role.email)
            raise
        for case_id in released:
            self.ledger.note("case.release", case_id, self.role.email)
        return True


class Coordinator(Bot):
    """The coordinator of the simulation's cycles."""

    def turn(self) -> bool:
        """Free the seat of whoever is late, from the page of the case."""
        freed = [self._free(*each) for each in self.prompter.late()]
        return any(freed)

    def _free(self, reference: str, email: str, name: str) -> bool:
        case_id, script = self.prompter.id_of(reference), self.prompter.script_of(reference)
        page = self.browser.get(f"/coordination/cases/{case_id}")
        for link in page.links_to("/free"):
            asked = self.browser.get(link.href)
            if name in asked.text:
                reason = aside(script.sample.language, "freed")
                self.act("case.free_seat", case_id, needed(asked, "/free"), {"reason": reason})
                self.prompter.freed(reference, email)
                return True
        return False


def _last(href: str) -> str:
    return urlsplit(href).path.rpartition("/")[2]
