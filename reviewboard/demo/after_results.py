"""The first wave of the demo: results that are out, and where their recourses stand, each by the acts of its people."""

from collections.abc import Iterator
from datetime import datetime

from reviewboard.demo.cycles import Cycles
from reviewboard.demo.people import LEADS, DemoPerson
from reviewboard.demo.story import FOUR, ONE, THREE, TWO, Story
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.recourse.rules import Ground, Verdict
from reviewboard.stages.recourse.steps import Kind

HELENE, GORDON = LEADS
POURQUOI_DEUX = (
    "J’aimerais savoir ce qui manque à mon exemple pour que la relation soit vue comme entretenue dans la durée."
)
AHEAD_OF_THE_FILE = (
    "Level 2 is about a need at hand. My text says that no file was open when I began, and what came two years later."
)
PASSAGE_NON_CITE = "Aucun des deux évaluateurs ne cite le passage où je relance le registre de ma propre initiative."
ECHELLE_MAL_LUE = (
    "On me reproche de ne pas avoir créé de réseau, alors que le niveau visé ne demande qu’une relation nouvelle."
)
NOT_BOUNDED = (
    "The network is said to stop at the territory. My text names two ministries of the province and an agency abroad."
)
OF_WHAT_CAME_LATER = (
    "The candidate showed where the text says that nothing was under way at the start, and read aloud the paragraph on "
    "what the contacts were asked two years later. The anchors of levels 2 and 3 were read together."
)
OF_THE_BODIES = (
    "The candidate went through the bodies that the text names and said which of them lie outside the territory. The "
    "anchors of levels 3 and 4 were read side by side, and the paragraph on the ten years once more."
)
DU_MOTIF = (
    "Le passage en cause n’est cité par aucun des deux évaluateurs. Il montre une démarche prise sans demande, auprès"
    " d’un service que l’unité ne connaissait pas."
)
EN_TOUT = (
    "Les deux cotes reposent sur la première partie du texte seulement. La suite décrit une relation que la personne "
    "est allée chercher, et ce qui en est resté : c’est ce que demande le niveau 2, et rien de plus n’est montré. Le "
    "niveau consigné doit donc être changé, d’après le texte tel qu’il a été remis."
)
DE_LA_LECTURE = (
    "Les deux cotes parlent d’un réseau là où le concept du niveau parle d’une relation. La lecture du repère est à "
    "refaire par des personnes qui n’ont rien vu de la première."
)
RENVOI = (
    "La lecture du repère est en cause pour l’ensemble du texte : deux nouveaux évaluateurs le liront sans rien "
    "savoir de la première."
)
OF_THE_REACH = (
    "Both ratings set against the plan that the territory is bounded. The passage on the contacts names two ministries of "
    "the province and an agency of another country, so the reading of the anchor was too narrow."
)
IN_ALL = (
    "Both ratings cite the plan and the bodies that were brought together, and stop where they take the territory for a "
    "limit. The text ties the network to an aim of ten years of the whole organization, and its bodies reach beyond the "
    "place. The outcome is varied on the text as it was handed in, and on nothing else."
)


def after_results(cycles: Cycles, now: datetime) -> Iterator[Story]:
    """Yield the stories of the first wave: a recourse taken up, heard, waiting to be signed, rated afresh, and varied."""

    def out(candidate: str, sample: str, outcome: Outcome) -> Story:
        """A case that two raters agreed on, and whose result is out."""
        story = Story(candidate, sample, cycles, now).submitted(25)
        story.sealed(1, outcome, (24, 22, 20), "10:10").sealed(2, outcome, (24, 21, 19), "14:20")
        return story.at(17, "09:40", story.case.release, GORDON)

    taken = out("denise.lavallee", "fr-1-organismes", ONE)
    taken.at(9, "11:15", taken.case.ask_recourse, Kind.FEEDBACK, POURQUOI_DEUX)
    yield taken.at(3, "10:20", taken.case.take_recourse, Kind.FEEDBACK, GORDON)

    met = _asked(out("martin.ashworth", "en-3-gig-work", TWO), AHEAD_OF_THE_FILE, Ground.EVIDENCE, HELENE)
    yield met.at(4, "13:30", met.case.meet, HELENE, OF_WHAT_CAME_LATER)

    signed = _asked(out("lucie.quirion", "fr-1-registre", ONE), PASSAGE_NON_CITE, Ground.EVIDENCE, GORDON)
    signed.at(6, "10:30", signed.case.meet, GORDON, DU_MOTIF)
    yield signed.at(2, "15:45", signed.case.review, GORDON, Verdict.VARIED, EN_TOUT, DU_MOTIF, outcome=TWO)

    afresh = _asked(out("ginette.savoie", "fr-1-pairs-regionaux", ONE), ECHELLE_MAL_LUE, Ground.ANCHOR, HELENE)
    afresh.at(7, "09:50", afresh.case.meet, HELENE, DE_LA_LECTURE)
    afresh.at(4, "11:20", afresh.case.review, HELENE, Verdict.RETURNED, RENVOI, DE_LA_LECTURE)
    afresh.at(4, "14:30", afresh.case.take_recourse, Kind.FRESH, GORDON)
    yield afresh.at(3, "10:50", afresh.case.clear_fresh, 1)

    varied = _asked(out("colin.hathaway", "en-4-remote", THREE), NOT_BOUNDED, Ground.ANCHOR, HELENE)
    varied.at(8, "10:15", varied.case.meet, HELENE, OF_THE_BODIES)
    varied.at(6, "14:50", varied.case.review, HELENE, Verdict.VARIED, IN_ALL, OF_THE_REACH, outcome=FOUR)
    yield varied.at(3, "11:35", varied.case.sign_review, GORDON)


def _asked(story: Story, words: str, ground: Ground, lead: DemoPerson) -> Story:
    """Add the scenes of a review asked for on one ground, taken up, and its file opened."""
    story.at(15, "10:05", story.case.ask_recourse, Kind.REVIEW, words, ground=ground)
    return story.at(12, "13:25", story.case.take_recourse, Kind.REVIEW, lead)
