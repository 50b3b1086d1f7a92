"""Twenty defects of the kind that tell what they must not, or lose what they must keep: where each is planted, and which tests
should notice. Each is one change of one file: `old` stands there once and becomes `new`."""

from dataclasses import dataclass

TABLE, ASKED = "tests/foundation/access/test_visibility.py", "tests/blindness/test_access.py"
WORLDS = "tests/blindness/test_two_worlds.py"
NAME_OF_RATER = (
    '__import__("flask").current_app.extensions["sqlalchemy"].session.get('
    '__import__("reviewboard.foundation.people.tables", fromlist=["Account"]).Account, seat.assessor_id).name'
)
ACCESS, GATE = "reviewboard/foundation/access", "reviewboard/web/gate.py"


@dataclass(frozen=True)
class Defect:
    """What is wrong (`name`), in which file, what becomes of which words, and the tests that should fail."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


DEFECTS = (
    Defect("a conflict of interest is forgotten for leads", f"{ACCESS}/permissions.py",
           "in_cycle(Role.LEAD), took_no_part, no_conflict)", "in_cycle(Role.LEAD), took_no_part)",
           (TABLE, "tests/quality/test_blind.py")),
    Defect("ratings are read before both are sealed", f"{ACCESS}/permissions.py",
           '"ratings.read": all_of(both_sealed, any_of', '"ratings.read": all_of(any_of', (TABLE,)),
    Defect("a candidate sees the case that is rated afresh", f"{ACCESS}/predicates.py",
           "return is_candidate(person, case) and not case.fresh", "return is_candidate(person, case)", (TABLE,)),
    Defect("the gate lets everything through that is posted", GATE,
           "return may(me(), access.permission, g.facts)",
           'return request.method == "POST" or may(me(), access.permission, g.facts)',
           (ASKED,)),
    Defect("a seat opens to whoever knows its address", GATE,
           '.where(Seat.id == bindparam("seat_id"), Seat.assessor_id == bindparam("person_id"))',
           '.where(Seat.id == bindparam("seat_id"), bindparam("person_id").is_not(None))', (ASKED, "tests/web/assessor")),
    Defect("forbidden is told apart from unknown", GATE,
           "    return may(me(), access.permission, g.facts)",
           '    return may(me(), access.permission, g.facts) or bool(flash(_("This is not for you.")))', (ASKED,)),
    Defect("an assessor's name stands on the panel's page of a case", "reviewboard/web/panel/case.py",
           "letter=LETTERS[seat.place]", f"letter={NAME_OF_RATER}", (ASKED,)),
    Defect("who can confirm an example is shown to raters", "reviewboard/web/submission.py",
           "segments(getattr(example, field), marks)",
           "segments(getattr(example, field) + example.confirmer_name, marks)", (ASKED,)),
    Defect("the state of a case stands in a data attribute", "templates/candidate/after.html",
           "{% block head %}", '{% block head %}<span data-state="{{ g.case.state }}"></span>', (WORLDS,)),
    Defect("a list is sorted by what its reader may not know", "reviewboard/stages/record/board.py",
           "stake, why = case((OWES_OWN_LEVEL, 0), else_=found)", "stake, why = found", ("tests/web/panel/test_own_level.py",)),
    Defect("a count holds what its list leaves out", "reviewboard/stages/record/board.py",
           "        .where(TOOK_NO_PART, AT_WORK, _NOT_DECIDED_BY_THEM)", "        .where(AT_WORK, _NOT_DECIDED_BY_THEM)",
           ("tests/web/panel/test_board.py",)),
    Defect("a mail says the level", "reviewboard/stages/record/releasing.py",
           "now=now, case_id=case.id, reference=case.reference,",
           'now=now, case_id=case.id, reference=f"{case.reference} {record.level}",',
           ("tests/stages/record",)),
    Defect("the case file tells that a change waits for a signature", "reviewboard/stages/casefile/sections/recourse.py",
           "return Stand.MET if voice.reader is Reader.CANDIDATE and one.stand == Stand.COUNTERSIGN else one.stand",
           "return one.stand", ("tests/stages/casefile", "tests/web/recourse")),
    Defect("the journal of a case names its check", "reviewboard/stages/unseen.py",
           "~or_(JournalEntry.action.startswith(OF_CHECKS), and_(JournalEntry.from_state",
           "~or_(and_(JournalEntry.from_state", ("tests/quality/test_blind.py",)),
    Defect("a sealed rating can be changed", "reviewboard/migrations/promises.py",
           '    ("sealed_ratings_are_never_changed", "ratings", "UPDATE", "OLD.state = \'sealed\'"),\n', "",
           ("tests/test_promises.py",)),
    Defect("a seal is not entered in the journal with its digest", "reviewboard/stages/rating/seal.py",
           'details={"digest": row.digest, "seat": seat_id}', 'details={"seat": seat_id}',
           ("tests/stages/rating/test_actions.py",)),
    Defect("work is noted as done before it is done", "reviewboard/foundation/outbox/actions.py",
           "        _note_failure(claim, _plain(problem))\n        raise",
           "        with transaction():\n"
           "            db.session.execute(update(OutboxRow).where(OutboxRow.id == claim.row_id).values(done_at=now))\n"
           "        raise",
           ("tests/foundation/outbox/test_actions.py",)),
    Defect("a file is shown in the board's own pages", "reviewboard/web/evidence.py",
           "mimetype=file.media_type, as_attachment=True,", "mimetype=file.media_type, as_attachment=False,",
           ("tests/web/candidate/test_evidence.py", "tests/web/test_evidence_pages.py")),
    Defect("sign-in says that an address is unknown", "reviewboard/foundation/people/actions.py",
           "    known = db.session.execute(query).one_or_none()\n",
           "    known = db.session.execute(query).one_or_none()\n    if known is None and actor is None:\n"
           '        raise EmailNotUsable(email="")\n',
           ("tests/web/account/test_signing.py",)),
    Defect("a private page may be kept in a cache", "reviewboard/web/headers.py",
           'response.headers["Cache-Control"] = "no-store"', 'response.headers["Cache-Control"] = "private"',
           ("tests/web/test_static_files.py", "tests/web/test_evidence_pages.py")),
)  # fmt: skip
