"""What people do to a case of the demo, each act one call of the stage's own action at a given moment."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from sqlalchemy import select

from reviewboard.demo.cycles import Cycles
from reviewboard.demo.people import DemoPerson, principal, principal_of
from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.vault.where import the_vault
from reviewboard.sample.asides import aside
from reviewboard.sample.examples import SampleExample
from reviewboard.sample.files import evidence_file
from reviewboard.sample.people import confirmer
from reviewboard.sample.phrases import conflict_note, discussion_message, move_reason, resolution_reason
from reviewboard.sample.reasons import rating_for, reasons_for
from reviewboard.stages.assignment import actions as assignment
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus import actions as consensus
from reviewboard.stages.consensus.queries import moves_of, open_discussion
from reviewboard.stages.consensus.sealed import sealed_ratings
from reviewboard.stages.lead_reading import read_as_lead
from reviewboard.stages.rating import actions as rating
from reviewboard.stages.rating.queries import rating_of
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record import actions as record
from reviewboard.stages.recourse import actions as recourse
from reviewboard.stages.recourse.queries import grounds_of
from reviewboard.stages.recourse.rules import Ground, Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission import actions as submission
from reviewboard.stages.submission.queries import today_of
from reviewboard.stages.submission.tables import Case, Example

MOST_BYTES = 1024 * 1024


@dataclass
class DemoCase:
    """One case as it goes: its candidate, what they tell, and the ids of what exists so far."""

    candidate: DemoPerson
    sample: SampleExample
    cycles: Cycles
    rng: Random
    case_id: str = ""
    example_id: str = ""
    drafted: dict[str, int] = field(default_factory=dict)  # seat → version of its draft

    def begin(self, *, now: datetime) -> None:
        """The candidate starts, and acknowledges the notice."""
        cycle_id = self.cycles.of(self.candidate)
        who = principal(self.candidate)
        with transaction():
            case = submission.start_case(
                cycle_id=cycle_id, scale_version_id=self.cycles.scale_version_id, language=self.sample.language,
                actor=who, now=now,
            )  # fmt: skip
            self.case_id = case.id
            notice = db.session.get_one(Cycle, cycle_id).notice_version
            submission.acknowledge_notice(case_id=case.id, notice_version=notice, actor=who,
                                          now=now + timedelta(seconds=1))  # fmt: skip

    def write(self, *, now: datetime, only: tuple[str, ...] = (), confirmed_by: DemoPerson | None = None) -> None:
        """The candidate writes the example, or only some of its fields."""
        name, email = confirmer(self.sample.language, self.rng)
        if confirmed_by is not None:
            name, email = confirmed_by.name, confirmed_by.email
        texts = asdict(self.sample.submitted(now.date(), name, email))
        who = principal(self.candidate)
        with transaction():
            example = db.session.get(Example, self.example_id) if self.example_id else None
            if example is None:
                example = submission.add_example(case_id=self.case_id, actor=who, now=now)
                self.example_id = example.id
            submission.save_example(
                case_id=self.case_id, example_id=example.id, version=example.version, actor=who, now=now,
                texts={name: text for name, text in texts.items() if not only or name in only},
            )  # fmt: skip

    def attach(self, kind: str, *, now: datetime) -> None:
        """The candidate adds a file of this kind."""
        file = evidence_file(self.sample, kind, self.rng)
        stored = the_vault().put(BytesIO(file.body), most=MOST_BYTES)
        with transaction():
            submission.add_evidence(
                case_id=self.case_id, example_id=self.example_id, file_name=file.name, media_type=file.media_type,
                stored=stored, actor=principal(self.candidate), now=now,
            )  # fmt: skip

    def ask(self, *, now: datetime) -> None:
        """The candidate asks the coordinator for an accommodation."""
        with transaction():
            submission.ask_accommodation(case_id=self.case_id, request=aside(self.sample.language, "accommodation"),
                                         actor=principal(self.candidate), now=now)  # fmt: skip

    def submit(self, *, now: datetime) -> None:
        """The candidate hands it in."""
        with transaction():
            submission.submit_case(case_id=self.case_id, actor=principal(self.candidate), now=now)

    def withdraw(self, *, now: datetime) -> None:
        """The candidate withdraws."""
        with transaction():
            submission.withdraw_case(case_id=self.case_id, actor=principal(self.candidate), now=now)

    def clear(self, place: int, *, now: datetime) -> None:
        """The assessor at this place declares that there is no conflict."""
        seat_id, who = self._seat(place)
        with transaction():
            assignment.declare(seat_id=seat_id, conflict=False, actor=who, now=now)

    def declare_conflict(self, place: int, *, now: datetime) -> None:
        """The assessor at this place declares a conflict of interest and is gone."""
        seat_id, who = self._seat(place)
        with transaction():
            assignment.declare(
                seat_id=seat_id, conflict=True, kind=assignment.ConflictKind.DECLARED, actor=who, now=now,
                note=conflict_note(self.sample.language, "declared", self.rng),
            )  # fmt: skip

    def step_back(self, place: int, *, now: datetime) -> None:
        """The assessor at this place recuses."""
        seat_id, who = self._seat(place)
        with transaction():
            assignment.recuse(seat_id=seat_id, reason=aside(self.sample.language, "recusal"), actor=who, now=now)

    def rate(self, place: int, outcome: Outcome, *, now: datetime) -> None:
        """The assessor at this place reads, cites and writes a whole rating, not sealed yet."""
        seat_id, who = self._seat(place)
        typed = rating_for(self.sample, outcome, self.example_id, self.rng)
        with transaction():
            rating.open_seat(seat_id=seat_id, actor=who, now=now)
        for number, cited in enumerate(typed.citations, start=1):
            with transaction():
                rating.add_citation(
                    seat_id=seat_id, example_id=cited.example_id, field=cited.field, quote=cited.quote,
                    start=cited.start, dimension=cited.dimension, level=cited.level, actor=who,
                    now=now + timedelta(seconds=number),
                )  # fmt: skip
        with transaction():
            row = rating_of(seat_id)
            saved = rating.save_draft(seat_id=seat_id, version=row.version if row else 0, typed=typed, actor=who,
                                      now=now + timedelta(seconds=9))  # fmt: skip
        self.drafted[seat_id] = saved.version

    def seal(self, place: int, *, now: datetime) -> None:
        """The assessor at this place seals."""
        seat_id, who = self._seat(place)
        with transaction():
            rating.seal_rating(seat_id=seat_id, version=self.drafted[seat_id], actor=who, now=now)

    def speak(self, place: int, about: str, *, now: datetime) -> None:
        """The assessor at this place says something to the other one."""
        own, other = self._outcomes(place)
        words = discussion_message(self.sample, about, own, other, self.rng)
        with transaction():
            consensus.say(case_id=self.case_id, body=words, actor=self._seat(place)[1], now=now)

    def move(self, place: int, topic: str, to: Outcome | int, *, now: datetime) -> None:
        """The assessor at this place moves on the outcome or on a dimension, with a reason."""
        own, other = self._outcomes(place)
        wish = consensus.Wish(topic, to, move_reason(self.sample, own, other, self.rng))
        discussion = open_discussion(self.case_id)
        seen = len(moves_of(discussion.id)) if discussion else 0
        with transaction():
            consensus.move(case_id=self.case_id, wish=wish, version=seen, confirmed=True,
                           actor=self._seat(place)[1], now=now)  # fmt: skip

    def ask_third(self, lead: DemoPerson, *, now: datetime) -> None:
        """A lead asks for a third blind rating."""
        with transaction():
            self._opens(lead, now)
            consensus.call_third(case_id=self.case_id, reason=aside(self.sample.language, "third"),
                                 version=self._version(), actor=principal(lead), now=now)  # fmt: skip

    def ask_candidate(self, lead: DemoPerson, *, now: datetime) -> None:
        """A lead puts the one question to the candidate."""
        with transaction():
            self._opens(lead, now)
            consensus.ask(case_id=self.case_id, question=aside(self.sample.language, "question"), version=self._version(),
                          actor=principal(lead), now=now)  # fmt: skip

    def decide(self, lead: DemoPerson, outcome: Outcome, *, now: datetime) -> None:
        """A lead decides the dispute; what equals neither rating then waits for the other lead."""
        first, second = self._outcomes(1)
        words = reasons_for(self.sample, outcome, self.rng)
        decision = consensus.Decision(
            outcome, resolution_reason(self.sample, outcome, first, second, self.rng), words.by_dimension,
            words.why_not_above,
        )  # fmt: skip
        with transaction():
            self._opens(lead, now)
            consensus.resolve(case_id=self.case_id, decision=decision, version=self._version(),
                              actor=principal(lead), now=now)  # fmt: skip

    def release(self, lead: DemoPerson, *, now: datetime) -> None:
        """A lead releases the result."""
        with transaction():
            record.release(case_ids=[self.case_id], actor=principal(lead), now=now)

    def ask_recourse(self, kind: Kind, words: str, *, now: datetime, ground: Ground | None = None) -> None:
        """The candidate asks about the result: a question, or a ground with what happened."""
        who, grounds = principal(self.candidate), {ground: words} if ground else {}
        with transaction():
            kept = recourse.keep_ask(case_id=self.case_id, kind=kind, request="" if ground else words, grounds=grounds,
                                     version=0, actor=who, now=now)  # fmt: skip
            recourse.ask(case_id=self.case_id, kind=kind, version=kept.version, actor=who, now=now)

    def take_recourse(self, kind: Kind, lead: DemoPerson, *, now: datetime) -> None:
        """A lead who took no part answers it, and opens the file where it is a review."""
        with transaction():
            recourse.take(case_id=self.case_id, kind=kind, actor=principal(lead), now=now)
            self._opens(lead, now)
            if kind is Kind.REVIEW:
                recourse.disclose(case_id=self.case_id, actor=principal(lead), now=now)

    def give_feedback(self, lead: DemoPerson, words: str, *, now: datetime) -> None:
        """A lead gives individual feedback."""
        with transaction():
            recourse.decide(case_id=self.case_id, kind=Kind.FEEDBACK, answer=recourse.Answer(None, words),
                            version=self._recourse(Kind.FEEDBACK).version, actor=principal(lead), now=now)  # fmt: skip

    def meet(self, lead: DemoPerson, words: str, *, now: datetime) -> None:
        """A lead notes the meeting of a review, held this day."""
        who = principal(lead)
        with transaction():
            recourse.note_meeting(
                case_id=self.case_id, met_on=today_of(who, now), attended=aside(self.sample.language, "attended"),
                notes=words, actor=who, now=now,
            )  # fmt: skip

    def review(
        self, lead: DemoPerson, verdict: Verdict, words: str, of_ground: str, *, now: datetime, outcome: Outcome | None = None
    ) -> None:
        """A lead decides a review: a varied one says what the new level rests on, and waits for the other lead."""
        said = reasons_for(self.sample, outcome, self.rng) if outcome else None
        with transaction():
            held = self._recourse(Kind.REVIEW)
            answer = recourse.Answer(
                verdict, words, dict.fromkeys(grounds_of(held.id), of_ground), outcome, said.by_dimension if said else {},
                said.why_not_above if said else "",
            )  # fmt: skip
            recourse.decide(case_id=self.case_id, kind=Kind.REVIEW, answer=answer, version=held.version, actor=principal(lead),
                            now=now)  # fmt: skip

    def sign_review(self, lead: DemoPerson, *, now: datetime) -> None:
        """The other lead signs what a review varied."""
        with transaction():
            self._opens(lead, now)
            recourse.countersign(case_id=self.case_id, version=self._recourse(Kind.REVIEW).version, actor=principal(lead),
                                 now=now)  # fmt: skip

    def clear_fresh(self, place: int, *, now: datetime) -> None:
        """The assessor at this place of the fresh pair declares that there is no conflict."""
        with transaction():
            seat = db.session.execute(
                select(Seat).join(Case, Case.id == Seat.case_id)
                .where(Case.fresh_of == self.case_id, Seat.place == place, Seat.ended_at.is_(None))
            ).scalar_one()  # fmt: skip
            assignment.declare(seat_id=seat.id, conflict=False, actor=principal_of(seat.assessor_id), now=now)

    def _opens(self, lead: DemoPerson, now: datetime) -> None:
        """A lead opens the text, before they say anything of it."""
        read_as_lead(case_id=self.case_id, subject=f"case:{self.case_id}", actor=principal(lead), now=now)

    def _recourse(self, kind: Kind) -> Recourse:
        return db.session.execute(
            select(Recourse).where(Recourse.case_id == self.case_id, Recourse.kind == kind.value)
        ).scalar_one()

    def _seat(self, place: int) -> tuple[str, Principal]:
        seat = db.session.execute(
            select(Seat.id, Seat.assessor_id).where(Seat.case_id == self.case_id, Seat.place == place, Seat.ended_at.is_(None))
        ).one()
        return seat.id, principal_of(seat.assessor_id)

    def _outcomes(self, place: int) -> tuple[Outcome, Outcome]:
        """Return what the assessor at place 1 or 2 sealed, and what the other one did."""
        first, second = sealed_ratings(self.case_id)[:2]
        return (first.outcome, second.outcome) if place == 1 else (second.outcome, first.outcome)

    def _version(self) -> int:
        return db.session.execute(select(Case.version).where(Case.id == self.case_id)).scalar_one()
