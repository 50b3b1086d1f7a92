"""The assessor: works through the queue, declares, cites, rates, seals, steps back, and talks where they differ."""

import re

from reviewboard.sample.asides import aside
from reviewboard.sample.phrases import ABOUT, conflict_note, discussion_message, move_reason
from reviewboard.sample.reasons import rating_for
from reviewboard.simulation.bots import Bot, LostTheThread, needed, outcome_answer, reference_in
from reviewboard.simulation.browser import Refused
from reviewboard.simulation.pages import Form, Link, Page
from reviewboard.simulation.prompter import Part
from reviewboard.simulation.scripts import Script
from reviewboard.stages.rating.rules import Outcome, RatingDraft

SEAT = re.compile(r"/desk/(?P<seat>[a-z0-9]{20})(?:/conflict)?")
AT_ONCE = 3  # cases a person takes up before looking at the queue again


class Assessor(Bot):
    """One assessor with a desk."""

    def turn(self) -> bool:
        """Talk where a discussion waits, then rate some of what the queue holds."""
        queue = self.browser.get("/desk")
        talked = [self._talk(link) for link in queue.links_to("/desk/rooms/")]
        seats = {found["seat"]: link for link in queue.links if (found := SEAT.fullmatch(link.href))}
        rated = 0
        for seat_id, link in seats.items():
            rated += rated < AT_ONCE and self._take_up(seat_id, link)
        return any(talked) or rated > 0

    def _take_up(self, seat_id: str, link: Link) -> bool:
        reference = reference_in(link.text)
        if reference is None:
            raise LostTheThread(f"a case without its reference in the queue: {link.text}")
        part = self.prompter.part_of(reference, self.role.email, self.role.name)
        if part.kind == "late":
            return False
        case_id, script = self.prompter.id_of(reference), self.prompter.script_of(reference)
        desk = self._opened(seat_id, link, part, case_id, script)
        if desk is not None:
            self._rate(seat_id, desk, part, case_id, script)
        return True

    def _opened(self, seat_id: str, link: Link, part: Part, case_id: str, script: Script) -> Page | None:
        """Return the desk, the conflict check answered where it was asked; None where there is a conflict."""
        page = self.browser.get(link.href)
        if not link.href.endswith("/conflict"):
            return page
        form = needed(page, "/conflict")
        if part.kind == "conflict":
            note = conflict_note(script.sample.language, "declared", self.rng)
            self.act("case.recuse", case_id, form, {"conflict": "yes", "kind": "declared", "note": note})
            return None
        return self.act("case.clear", case_id, form, {"conflict": "no"})

    def _rate(self, seat_id: str, desk: Page, part: Part, case_id: str, script: Script) -> None:
        typed = rating_for(script.sample, part.outcome, "", self.rng)
        for cited in typed.citations:
            answers = {"quote": cited.quote, "field": cited.field, "dimension": cited.dimension or "",
                       "level": str(cited.level or "")}  # fmt: skip
            desk = self.browser.send(needed(desk, "/draft"), answers, to=f"/desk/{seat_id}/citations")
        if part.kind == "recuse":
            form = needed(self.browser.get(f"/desk/{seat_id}/recuse"), "/recuse")
            self.act("case.recuse", case_id, form, {"reason": aside(script.sample.language, "recusal")})
            return
        review = self.browser.send(needed(desk, "/draft"), {**_answers(typed), "then": "review"})
        self.act("case.seal", case_id, needed(review, "/seal"), {"confirmed": "yes"})

    def _talk(self, link: Link) -> bool:
        reference = reference_in(link.text)
        if reference is None:
            raise LostTheThread(f"a discussion without its reference in the queue: {link.text}")
        part = self.prompter.part_of(reference, self.role.email, self.role.name)
        beat = self.prompter.beat(reference, part.turn)
        if beat is None:
            return False
        case_id, script = self.prompter.id_of(reference), self.prompter.script_of(reference)
        topic = {"move_dimension": "effort", "move": "outcome", "keep": "outcome"}.get(beat, "")
        room = self.browser.get(f"{link.href}?topic={topic}" if topic else link.href)
        if room.form_to("/moves") is None:
            return False
        self._do(beat, room, part, case_id, script)
        self.prompter.beaten(reference, part.turn)
        return True

    def _do(self, beat: str, room: Page, part: Part, case_id: str, script: Script) -> None:
        sample, own = script.sample, part.outcome
        other = script.second if part.turn == 0 else script.first
        match beat:
            case "say":
                body = discussion_message(sample, self.rng.choice(ABOUT), own, other, self.rng)
                self.act("case.say", case_id, needed(room, "/messages"), {"body": body})
            case "escalate":
                reason = aside(sample.language, "deadlock")
                self.act("case.escalate", case_id, needed(room, "/escalation"), {"reason": reason})
                self.ledger.note("case.say", case_id, self.role.email)  # the reason joins the messages
            case "keep":
                answers = {"stand": "keep", "reason": aside(sample.language, "kept")}
                self._move(case_id, needed(room, "/moves"), answers, ends_as="case.escalate")
            case "move":
                self._move(case_id, needed(room, "/moves"), self._going(script, own, other) | outcome_answer(other))
            case _:
                form, level = needed(room, "/moves"), str(other.level or "")
                answers = self._going(script, own, other) | {"level": level}
                self._move(case_id, form, answers | ({"stand": "keep"} if form.value("level") == level else {}))

    def _going(self, script: Script, own: Outcome, other: Outcome) -> dict[str, str]:
        return {"stand": "move", "reason": move_reason(script.sample, own, other, self.rng)}

    def _move(self, case_id: str, form: Form, answers: dict[str, str], *, ends_as: str = "") -> None:
        """Send a move; where it would end the discussion, the board asks once more and the answer is yes."""
        try:
            self.act("case.move", case_id, form, answers)
        except Refused as refused:
            confirm = refused.page.form_to("/moves")
            if confirm is None or confirm.value("confirm") != "yes":
                raise
            self.act("case.move", case_id, confirm, {})
            if ends_as:
                self.ledger.note(ends_as, case_id, self.role.email)


def _answers(typed: RatingDraft) -> dict[str, str]:
    """Return a whole rating as the fields of its form."""
    scope = {True: "yes", False: "no", None: ""}[typed.in_scope]
    fields = {"in_scope": scope, "reasons": typed.reasons, "why_not_above": typed.why_not_above}
    for key, level in typed.dimensions.items():
        fields[f"dimension-{key}-level"] = str(level or "")
        fields[f"dimension-{key}-reasons"] = typed.reasons_dimension.get(key, "")
    if typed.single_contact_noted:
        fields["evidence_rule_noted"] = "yes"
    assert typed.outcome is not None  # noqa: S101 (a whole rating says something)
    return fields | outcome_answer(typed.outcome)
