"""What happens to each case of the demo, and when: by working days before today and the time of day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from reviewboard.demo.after_results import after_results
from reviewboard.demo.calendar import moment
from reviewboard.demo.cycles import Cycles
from reviewboard.demo.people import ASSESSORS, LEADS
from reviewboard.demo.story import FOUR, ONE, THREE, TWO, Scene, Story
from reviewboard.stages.assignment.late import sweep_late
from reviewboard.stages.consensus.clock import sweep_discussions
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.recourse.rules import Ground
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.workflow import CHECK_PLACE

OPENED, MADE = 28, 33  # working days ago
ELSEWHERE = Outcome(OutcomeKind.OTHER_COMPETENCY, competency="service-excellence")
HELENE, GORDON = LEADS
PRIYA = ASSESSORS[5]
WHY_NOT_FOUR = "I would like to understand which part of my example stopped at one office and did not go further."
FEEDBACK = (
    "Your example shows contacts that lead to others and a result for both sides. For level 4 it would have to show how you "
    "kept the network going for issues that were not there yet. We went through the second paragraph together."
)
OVERLOOKED = "Neither assessor cites the second file, which lists the four offices that joined after the first meeting."
QUELLE_COMPETENCE = "J’aimerais comprendre pourquoi mes exemples relèvent d’une autre compétence, et par quels passages."
PARTLY = ("title", "when_from", "when_to", "context", "contacts", "why_not_clients")


def scenes(cycles: Cycles, now: datetime) -> list[Scene]:
    """Return every scene of the demo in order of time, the board's own daily sweeps between them."""
    told = [scene for story in stories(cycles, now) for scene in story.scenes]
    sweeps = [
        Scene(moment(now, days, "06:00"), sweep) for days in range(1, OPENED) for sweep in (sweep_late, sweep_discussions)
    ]
    return sorted([*told, *sweeps], key=lambda scene: scene.at)


def stories(cycles: Cycles, now: datetime) -> Iterator[Story]:
    """Yield the story of each case."""
    yield from after_results(cycles, now)

    def tell(candidate: str, sample: str) -> Story:
        return Story(candidate, sample, cycles, now)

    draft = tell("amelie.bergeron", "fr-3-chaire")
    draft.at(4, "10:12", draft.case.begin).at(4, "10:40", draft.case.write, only=PARTLY)
    yield draft.at(3, "15:20", draft.case.ask).at(2, "16:05", draft.case.attach, "txt")

    yield tell("nathan.corbett", "en-2-landlord").submitted(4, kinds=("pdf",), confirmed_by=PRIYA)

    yield tell("rachid.bissonnette", "fr-2-cooperative").submitted(1, kinds=("docx",))

    half = tell("valerie.tremblay", "fr-3-hebergement").submitted(6, kinds=("pdf", "png"))
    half.sealed(1, THREE, (5, 4, 3), "10:10").at(4, "15:30", half.case.clear, 2)
    yield half.at(1, "14:02", half.case.rate, 2, FOUR)

    conflict = tell("grace.thornbury", "en-3-wind-farm").submitted(6, kinds=("pdf",))
    conflict.at(5, "09:05", conflict.case.declare_conflict, 1).at(5, "13:40", conflict.case.clear, 2)
    yield conflict.at(2, "10:25", conflict.case.rate, 2, THREE)

    yield _late(tell("ian.kowalchuk", "en-1-libraries"))

    talk = tell("noemie.fortin", "fr-3-releve-agricole").submitted(19, kinds=("png",))
    talk.sealed(1, THREE, (18, 15, 14), "09:40").sealed(2, TWO, (5, 4, 2), "10:30")  # the first at place 2 never came
    talk.at(2, "14:10", talk.case.speak, 1, "benefit").at(1, "09:20", talk.case.speak, 2, "effort")
    yield talk.at(1, "11:45", talk.case.move, 2, "effort", 3).at(1, "15:30", talk.case.speak, 1, "effort")

    apart = tell("keith.redfern", "en-4-ports").submitted(15, kinds=("pdf", "txt"))
    yield apart.sealed(1, TWO, (14, 12, 10), "11:10").sealed(2, FOUR, (13, 10, 7), "15:20")

    third = tell("sylvie.gagnon", "fr-2-douanes").submitted(18, kinds=("docx",))
    third.sealed(1, ONE, (17, 15, 12), "09:20").sealed(2, THREE, (16, 13, 10), "14:40")
    third.at(4, "10:50", third.case.ask_third, HELENE).at(3, "13:15", third.case.clear, 3)
    yield third.at(1, "16:10", third.case.rate, 3, TWO)

    asked = tell("joelle.desrosiers", "fr-4-construction").submitted(17, kinds=("pdf",))
    asked.sealed(1, TWO, (16, 14, 12), "10:50").sealed(2, FOUR, (16, 13, 9), "13:20")
    yield asked.at(2, "10:30", asked.case.ask_candidate, GORDON)

    signed = tell("mei.chan", "en-2-licensing").submitted(19)
    signed.sealed(1, ONE, (18, 16, 14), "10:20").sealed(2, THREE, (17, 15, 12), "13:50")
    yield signed.at(3, "11:30", signed.case.decide, HELENE, TWO)

    waiting = tell("olivier.pelletier", "fr-4-facturation").submitted(24, kinds=("pdf",))
    waiting.sealed(1, FOUR, (23, 20, 18), "10:40").at(23, "16:20", waiting.case.step_back, 2)
    waiting.sealed(2, THREE, (22, 19, 16), "13:30")
    waiting.at(15, "10:15", waiting.case.speak, 1, "effort").at(15, "15:05", waiting.case.speak, 2, "benefit")
    yield waiting.at(14, "09:50", waiting.case.move, 2, "outcome", FOUR)

    result = tell("tara.whitaker", "en-3-one-door").submitted(25, kinds=("pdf", "png"))
    result.sealed(1, THREE, (24, 22, 20), "11:20").sealed(2, THREE, (24, 21, 19), "14:30")
    result.sealed(CHECK_PLACE, FOUR, (17, 15, 14), "10:20")
    result.at(12, "10:05", result.case.release, GORDON).at(10, "09:15", result.case.ask_recourse, Kind.FEEDBACK, WHY_NOT_FOUR)
    result.at(9, "13:20", result.case.take_recourse, Kind.FEEDBACK, GORDON)
    result.at(8, "15:10", result.case.give_feedback, GORDON, FEEDBACK)
    result.at(6, "10:45", result.case.ask_recourse, Kind.REVIEW, OVERLOOKED, ground=Ground.EVIDENCE)
    yield result.at(1, "14:05", result.case.take_recourse, Kind.REVIEW, HELENE)

    checked = tell("hugo.delisle", "fr-2-bibliotheque").submitted(9)
    checked.sealed(1, TWO, (8, 6, 4), "09:50").sealed(2, TWO, (7, 5, 3), "14:20")
    yield checked.sealed(CHECK_PLACE, THREE, (2, 1, 1), "10:40")

    resolved = tell("yasmine.roy", "fr-hors-clientele").submitted(23)
    resolved.sealed(1, ELSEWHERE, (22, 20, 18), "10:30").sealed(2, TWO, (21, 19, 17), "15:10")
    resolved.at(13, "14:20", resolved.case.decide, HELENE, ELSEWHERE)
    resolved.at(6, "09:35", resolved.case.release, HELENE)
    yield resolved.at(2, "11:05", resolved.case.ask_recourse, Kind.FEEDBACK, QUELLE_COMPETENCE)

    gone = tell("owen.fraser", "en-4-newcomers").submitted(14, kinds=("txt",))
    yield gone.at(12, "10:10", gone.case.clear, 1).at(10, "17:05", gone.case.withdraw)

    own = tell("mireille.arcand", "fr-4-nord").submitted(8, kinds=("pdf",))
    yield own.sealed(1, TWO, (7, 5, 4), "09:15").sealed(2, FOUR, (6, 5, 3), "16:10")

    confirmed = tell("leanne.underhill", "en-2-credit-union").submitted(6)
    yield confirmed.sealed(1, TWO, (5, 4, 3), "11:40").sealed(2, TWO, (5, 3, 2), "15:40")


def _late(story: Story) -> Story:
    """A case whose second rating was due yesterday: counted in days of the calendar, as due times are."""
    case, handed_in = story.case, story.now - timedelta(days=11, hours=5)
    for hours, act in (
        (-50, case.begin), (-26, case.write), (-25, partial(case.attach, "txt")), (0, case.submit),
        (21, partial(case.clear, 1)), (29, partial(case.clear, 2)), (94, partial(case.rate, 1, ONE)),
        (96, partial(case.seal, 1)), (171, partial(case.rate, 2, ONE)),
    ):  # fmt: skip
        story.scenes.append(Scene(handed_in + timedelta(hours=hours), act))
    return story
