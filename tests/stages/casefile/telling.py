"""A case with everything in it: a disagreement, a discussion, a third rating asked for and given, a decision, a release.

Everybody has a name that stands nowhere else, and third parties are named in texts of every kind.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.consensus.actions import Decision, Wish, escalate, move, resolve, say
from reviewboard.stages.record.actions import release
from reviewboard.stages.submission.tables import Case
from tests.walking import Panel, level, rated, seats_of, settle

CONFIRMER, CONFIRMER_MAIL = "Quentin Zabulon", "quentin.zabulon@ailleurs.example"
THIRD, PHONE = "Mme Wilhelmine Xanthos", "613-555-0142"
TEXTS = {
    "confirmer_name": CONFIRMER, "confirmer_email": CONFIRMER_MAIL,
    "context": f"{THIRD} had told my unit of the new rules; her number is {PHONE}. Quentin Zabulon sent me to her.",
    "actions": "I called the association, met three of its members and agreed on a monthly exchange of questions.",
}  # fmt: skip
RATERS = ("Ysolde Brimstone", "Thaddeus Quillfeather")
LEADS = ("Peregrine Lockwood", "Zephyrine Oakes")
CANDIDATE = "Cornelius Vandermeer"
SECRETS = (*RATERS, *LEADS, CANDIDATE, CONFIRMER, CONFIRMER_MAIL, "Xanthos", PHONE, "Brimstone", "Vandermeer", "Zabulon")
STAND = "I stand by what I sealed, and {name} told me so in person: number {number} of the reasons that I have."
DECIDED = f"Having read both ratings, I find the plan of the whole network missing, which {CONFIRMER} does not deny either."
NEEDED = "A plan for the network as a whole, kept up over more than one season, would have shown the level above."
PARTED = "We have read the anchors twice and still do not see the same thing in the passage on the exchange."


@dataclass
class Told:
    """The case and who took part in it, with every text that was written about it after the seals."""

    people: Panel
    case_id: str
    candidate: str
    said: list[str] = field(default_factory=list)


def named_panel(build, **cycle):
    """Make a cycle whose people have names of their own."""
    cycle_id = build.cycle(**cycle)
    return Panel(
        cycle_id, build.someone(cycle_id, Role.COORDINATOR, "Ottoline Marsh"),
        [build.someone(cycle_id, Role.LEAD, name) for name in LEADS],
        [build.someone(cycle_id, Role.ASSESSOR, name) for name in RATERS],
    )  # fmt: skip


def disputed(build, *, moves=2, language="en", texts=None):
    """Tell the case up to its dispute."""
    people = named_panel(build)
    candidate = build.person(CANDIDATE, language=language)
    case_id = rated(build, people, level(3), level(2), candidate=candidate, language=language, texts={**TEXTS, **(texts or {})})
    told = Told(people, case_id, candidate)
    raters = [build.principal(account_id) for _seat, account_id in seats_of(build, case_id).values()]
    for number in range(moves):
        who, other = raters[number % 2], raters[(number + 1) % 2]
        build.now += timedelta(seconds=1)
        words = STAND.format(name=other.name, number=number)
        build.do(say, case_id=case_id, body=f"Message {number}: {words}", actor=who, now=build.now)
        build.do(move, case_id=case_id, wish=Wish("effort", None, words), version=number, actor=who, now=build.now)
        told.said += [f"Message {number}: {words}", words]
    build.now += timedelta(seconds=1)
    build.do(escalate, case_id=case_id, reason=PARTED, actor=raters[0], now=build.now)
    settle(build)
    return told


def decided(build, told):
    """Let the first lead decide, and the board record it."""
    decision = Decision(level(2), DECIDED, {"effort": f"{DECIDED} Effort.", "benefit": f"{DECIDED} Benefit."}, NEEDED)
    version = build.read(lambda: db.session.get_one(Case, told.case_id).version)
    lead = build.principal(told.people.leads[0])
    build.now += timedelta(seconds=1)
    build.do(resolve, case_id=told.case_id, decision=decision, version=version, actor=lead, now=build.now)
    settle(build)


def released(build, **how):
    """Tell the whole case, to its release."""
    told = disputed(build, **how)
    decided(build, told)
    build.now += timedelta(seconds=1)
    build.do(release, case_ids=[told.case_id], actor=build.principal(told.people.leads[1]), now=build.now)
    settle(build)
    return told


def words_of(document):
    """Return every text of a prepared file, in its order, as one text."""
    found = [document.title, document.outcome, document.about]
    found += [f"{fact.label} {fact.value}" for fact in document.cover]
    for section in document.sections:
        found += [section.title, section.intro, *_texts(section.blocks)]
    return "\n".join(str(text) for text in found)


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif type(value).__name__ == "Paragraph":
        yield "".join(part.text for part in value.parts)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))
