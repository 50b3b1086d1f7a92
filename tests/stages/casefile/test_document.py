"""A prepared file holds every reason, every move and every digest, for each reader what they may know, in few statements."""

from datetime import UTC, datetime

import pytest
from flask_babel import force_locale
from sqlalchemy import event

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.assignment.declare import ConflictKind
from reviewboard.stages.assignment.tables import AssignmentRound
from reviewboard.stages.casefile.document import as_html, prepare
from reviewboard.stages.casefile.rules import Reader, Variant
from reviewboard.stages.consensus.actions import Decision, hand_over, resolve
from reviewboard.stages.lead_reading import read_as_lead
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse import actions as recourse
from reviewboard.stages.recourse.actions import take
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.retention.actions import place_hold
from reviewboard.stages.retention.rules import HoldKind
from reviewboard.stages.submission.tables import Case
from tests.stages.casefile import telling
from tests.stages.recourse.hearing import LONG, hearing
from tests.walking import REASONS, level, settle
from tests.walking import TEXTS as WALKED

pytestmark = pytest.mark.once

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
ORDER = [
    "record", "submission", "evidence", "assignment", "declarations", "ratings", "discussion", "question", "decisions",
    "recourse", "scale", "notices", "accesses", "digests", "journal",
]  # fmt: skip


def file_of(build, told, reader, variant=Variant.WHOLE):
    return build.read(prepare, told.case_id, reader, variant, at=AT)


def section(document, key):
    return next(one for one in document.sections if one.key == key)


@pytest.fixture
def told(build):
    return telling.released(build)


def test_the_auditors_file_holds_every_text_and_digest_in_the_order_of_its_sections(build, told):
    document = file_of(build, told, Reader.AUDITOR)
    words = telling.words_of(document)
    texts = [*told.said, telling.PARTED, telling.DECIDED, telling.NEEDED, REASONS, *telling.TEXTS.values(), WALKED["result"]]
    texts += [telling.CANDIDATE, *telling.RATERS, *telling.LEADS]
    with build.app.app_context():
        texts += [db.session.get_one(Case, told.case_id).digest, *db.session.scalars(db.select(Rating.digest))]
        texts += db.session.scalars(db.select(Record.digest))
        texts += db.session.scalars(db.select(JournalEntry.hash).where(JournalEntry.case_id == told.case_id))
    assert [text for text in texts if text not in words] == []
    assert [one.key for one in document.sections] == ORDER
    assert [one.number for one in document.sections] == list(range(1, 16))
    assert "All of them hold." in words
    assert "NOT the same" not in words


@pytest.mark.parametrize("reader", [Reader.CANDIDATE, Reader.LEAD])
def test_a_coded_file_names_no_rater_and_no_lead_and_holds_every_reason_all_the_same(build, told, reader):
    words = telling.words_of(file_of(build, told, reader))
    assert [name for name in (*telling.RATERS, *telling.LEADS, "Brimstone", "Oakes") if name in words] == []
    assert (telling.DECIDED in words, telling.NEEDED in words, telling.PARTED in words, REASONS in words) == (True,) * 4
    assert words.count("of the reasons that I have.") == len(told.said)
    assert {"assessor A", "assessor B", "panel lead 1", "panel lead 2"} <= {
        role for role in ("assessor A", "assessor B", "panel lead 1", "panel lead 2") if role in words
    }


def test_a_lead_learns_neither_the_candidate_nor_who_can_confirm(build, told):
    words = telling.words_of(file_of(build, told, Reader.LEAD))
    assert [name for name in (telling.CANDIDATE, telling.CONFIRMER_MAIL) if name in words] == []


def test_a_candidate_reads_their_own_words_as_they_wrote_them(build, told):
    words = telling.words_of(file_of(build, told, Reader.CANDIDATE))
    assert [text for text in telling.TEXTS.values() if text not in words] == []


@pytest.mark.parametrize("reader", Reader)
def test_a_redacted_file_names_nobody_at_all(build, told, reader):
    html = build.read(as_html, file_of(build, told, reader, Variant.REDACTED))
    assert [name for name in telling.SECRETS if name in html] == []
    assert "[withheld]" in html
    whole = build.read(as_html, file_of(build, told, Reader.AUDITOR))
    assert [name for name in telling.SECRETS if name not in whole] == []


def test_two_candidates_who_lay_their_files_side_by_side_do_not_learn_that_one_round_seated_both(build, told):
    (of_the_round,) = build.read(lambda: db.session.scalars(db.select(AssignmentRound.input_hash)).all())
    told_to = {reader for reader in Reader if of_the_round in build.read(as_html, file_of(build, told, reader))}
    assert told_to == {Reader.AUDITOR, Reader.LEAD}


def test_the_journal_of_a_candidate_tells_days_and_no_accommodation_reaches_a_lead(build, told):
    candidate, lead = (section(file_of(build, told, reader), "journal") for reader in (Reader.CANDIDATE, Reader.LEAD))
    tables = [next(block for block in one.blocks if block.kind == "table") for one in (candidate, lead)]
    assert [":" in row[1] for row in tables[0].rows] == [False] * len(tables[0].rows)
    assert [":" in row[1] for row in tables[1].rows] == [True] * len(tables[1].rows)


@pytest.fixture
def heard(build):
    return hearing(build)


def lines(build, case_id, reader):
    return telling.words_of(build.read(prepare, case_id, reader, Variant.WHOLE, at=AT)).splitlines()


def test_a_candidate_learns_neither_that_a_signature_is_waited_for_nor_how_much_is_not_for_them(build, heard):
    lead, case_id = heard.people.leads[0], heard.case_id
    heard.heard(lead)
    before = lines(build, case_id, Reader.CANDIDATE)
    heard.decide(Verdict.VARIED, by=lead, outcome=level(3))
    second, coordinator = heard.people.leads[1], heard.people.coordinator
    opened = {"case_id": case_id, "actor": build.principal(second), "now": build.now}
    build.do(read_as_lead, **opened, subject=f"case:{case_id}")
    build.do(place_hold, case_id=case_id, kind=HoldKind.LEGAL, why="A claim was filed about the whole cycle.",
             actor=build.principal(coordinator), now=build.now)  # fmt: skip
    assert len(before) > 100
    assert lines(build, case_id, Reader.CANDIDATE) == before
    to_a_lead = "\n".join(lines(build, case_id, Reader.LEAD))
    assert ("waits for a second lead’s signature" in to_a_lead, "Content read by a panel lead" in to_a_lead) == (True, True)
    heard.do(recourse.countersign, version=heard.recourse().version, by=second)
    after = "\n".join(lines(build, case_id, Reader.CANDIDATE))
    assert "opened the content" in after
    ends = ("File disclosed to the candidate", "Meeting held", "Review: decision countersigned", "A new record took the place")
    assert [end in after for end in ends] == [True] * len(ends)
    on_the_way = ("Recourse taken by a lead", "waits for a second lead")
    to_an_auditor = "\n".join(lines(build, case_id, Reader.AUDITOR))
    assert [(step in after, step in to_an_auditor) for step in on_the_way] == [(False, True)] * len(on_the_way)


def test_who_decided_the_fresh_case_is_called_a_lead_and_named_only_to_an_auditor(build, heard):
    case_id, lead = heard.case_id, heard.people.leads[0]
    heard.heard(lead)
    heard.decide(Verdict.RETURNED, by=lead)
    heard.rate_afresh(1, 4)
    late = build.someone(heard.people.cycle, Role.LEAD, "Zephyrine Oakes")
    decision = Decision(level(4), LONG, {"effort": f"Effort: {LONG}", "benefit": f"Benefit: {LONG} Zephyrine Oakes"}, "")
    fresh = heard.fresh()
    build.do(resolve, case_id=fresh, decision=decision, version=build.read(lambda: db.session.get_one(Case, fresh).version),
             actor=build.principal(late), now=build.now)  # fmt: skip
    settle(build)
    heard.do(take, kind=Kind.FRESH, by=heard.people.leads[1])
    heard.decide(None, by=heard.people.leads[1], kind=Kind.FRESH)
    told = {reader: "\n".join(lines(build, case_id, reader)) for reader in Reader}
    assert "Decided by\nZephyrine Oakes, panel lead" in told[Reader.AUDITOR]
    assert [("Decided by\npanel lead" in told[one], "Oakes" in told[one]) for one in (Reader.CANDIDATE, Reader.LEAD)] == [
        (True, False), (True, False),
    ]  # fmt: skip


def test_a_decision_taken_back_for_a_conflict_is_read_by_no_other_lead_and_marked_for_the_rest(build):
    told = telling.disputed(build)
    one, _other = (build.principal(lead) for lead in told.people.leads)
    decision = Decision(level(4), f"{telling.DECIDED} {LONG}", {"effort": telling.DECIDED, "benefit": telling.DECIDED}, "")
    version = build.read(lambda: db.session.get_one(Case, told.case_id).version)
    build.do(resolve, case_id=told.case_id, decision=decision, version=version, actor=one, now=build.now)
    build.do(hand_over, case_id=told.case_id, kind=ConflictKind.KIN, reason=telling.PARTED, actor=one, now=build.now)
    words = {reader: telling.words_of(file_of(build, told, reader)) for reader in Reader}
    assert {reader: (telling.DECIDED in said, "took it back" in said, "Sent back by" in said)
            for reader, said in words.items()} == {
        Reader.CANDIDATE: (True, True, False), Reader.LEAD: (False, False, False), Reader.AUDITOR: (True, True, False),
    }  # fmt: skip


def test_a_journal_that_was_edited_says_so(build, told):
    from reviewboard.stages.casefile.gather import gather
    from reviewboard.stages.casefile.sections.journal import verification

    def look():
        held = gather(told.case_id)
        with force_locale("en"):
            whole = verification(held)
            db.session.expunge_all()
            held.entries[3].reason = "edited"
            held.before[held.entries[5].number - 1] = "0" * 64
            return whole, verification(held), held.entries[3].number, held.entries[5].number

    whole, edited, number, loose = build.read(look)
    assert whole[1:] == ["All of them hold."]
    assert edited[1:] == [
        f"Content that does not match its hash: entries {number}.", f"Not linked to the entry before: entries {loose}.",
    ]  # fmt: skip


def test_a_file_is_in_the_language_of_its_candidate_with_french_typography(build):
    told = telling.released(build, language="fr")
    document = file_of(build, told, Reader.AUDITOR)
    assert (document.language, document.title[:15]) == ("fr", "Dossier complet")
    html = build.read(as_html, document)
    assert '<html lang="fr">' in html
    words = telling.words_of(document)
    assert "Déclarations" in words
    assert "déclaration d’absence de conflit d’intérêts" in words
    assert " :" not in words.replace("\u00a0:", "")


def test_before_both_are_sealed_the_file_holds_no_rating(build):
    from tests.walking import level, rate, seated

    people = telling.named_panel(build)
    case_id = seated(build, people, candidate=build.person(telling.CANDIDATE), texts=telling.TEXTS)
    rate(build, case_id, 1, level(3))
    rate(build, case_id, 2, level(2), seal=False)
    document = build.read(prepare, case_id, Reader.AUDITOR, Variant.WHOLE, at=AT)
    words = telling.words_of(document)
    assert (REASONS in words, section(document, "ratings").blocks[0].text) == (
        False, "The two ratings are not both sealed, so none is told.",
    )  # fmt: skip


def test_a_file_of_sixty_moves_takes_as_many_statements_as_one_of_two(build):
    two, sixty = (_statements(build, telling.released(build, moves=moves)) for moves in (2, 60))
    assert two == sixty <= 38


def _statements(build, told):
    seen = []

    def listen(*_about):
        seen.append(1)

    with build.app.app_context():
        event.listen(db.engine, "before_cursor_execute", listen)
        prepare(told.case_id, Reader.AUDITOR, Variant.WHOLE, at=AT)
        event.remove(db.engine, "before_cursor_execute", listen)
    return len(seen)
