"""A choice to keep a place is remembered until its words change; the journal holds counts and no words."""

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.discretion import places_in
from reviewboard.stages.submission.tables import Case, Example

SAID = "J’ai écrit à M. Tremblay, au 514-555-1234."


def places(writer, example_id):
    def look():
        example = db.session.get_one(Example, example_id)
        return [(place.field, place.finding.text, place.mark, place.kept) for place in
                places_in(example, writer.build.principal(writer.id))]  # fmt: skip

    return writer.build.read(look)


def keep(writer, case_id, example_id, mark, yes=True):
    return writer.do(actions.decide_place, case_id=case_id, example_id=example_id, mark=mark, keep=yes)


def test_a_kept_place_stays_kept_until_its_own_words_change(writer):
    case_id, example_id = writer.written(actions=SAID)
    name, phone = places(writer, example_id)
    keep(writer, case_id, example_id, name[2])
    assert [kept for *_, kept in places(writer, example_id)] == [True, False]
    writer.save(case_id, example_id, 2, actions=f"En mars. {SAID}")
    assert [kept for *_, kept in places(writer, example_id)] == [True, False]
    writer.save(case_id, example_id, 3, actions=SAID.replace("Tremblay", "Tremblay-Roy"))
    assert [kept for *_, kept in places(writer, example_id)] == [False, False]
    keep(writer, case_id, example_id, phone[2])
    assert writer.row(Example, example_id)["kept_places"] == [phone[2]]


def test_words_that_stand_twice_are_one_place(writer):
    _case_id, example_id = writer.written(actions=f"{SAID} {SAID}")
    assert [text for _field, text, *_ in places(writer, example_id)] == ["M. Tremblay", "514-555-1234"]


def test_a_choice_is_taken_back_and_one_about_nothing_changes_nothing(writer):
    case_id, example_id = writer.written(actions=SAID)
    mark = places(writer, example_id)[0][2]
    for wanted, yes in (([mark], True), ([mark], True), ([], False)):
        keep(writer, case_id, example_id, mark, yes)
        assert writer.row(Example, example_id)["kept_places"] == wanted
    keep(writer, case_id, example_id, "0" * 24)
    assert writer.row(Example, example_id)["kept_places"] == []


def test_a_choice_makes_no_open_page_stale(writer):
    case_id, example_id = writer.written(actions=SAID)
    before = (writer.row(Case, case_id)["version"], writer.row(Example, example_id)["version"])
    keep(writer, case_id, example_id, places(writer, example_id)[0][2])
    assert (writer.row(Case, case_id)["version"], writer.row(Example, example_id)["version"]) == before


def test_the_confirmers_name_is_allowed_in_its_field_and_asked_about_elsewhere(writer):
    case_id, example_id = writer.written()
    assert places(writer, example_id) == []
    writer.save(case_id, example_id, 2, result="R. Roy l’a vu.")
    assert [(field, text) for field, text, *_ in places(writer, example_id)] == [("result", "R. Roy")]


def test_submitting_with_open_places_goes_through_and_the_journal_counts_them(writer):
    case_id, example_id = writer.written(actions=SAID)
    keep(writer, case_id, example_id, places(writer, example_id)[0][2])
    writer.do(actions.submit_case, case_id=case_id)

    def look():
        query = db.select(JournalEntry).where(JournalEntry.action == "submission.discretion")
        entry = db.session.execute(query).scalar_one()
        return entry.details, entry.reason

    assert writer.build.read(look) == ({"found": 2, "kept": 1}, "")


def test_nothing_found_leaves_no_entry(writer):
    case_id, _example_id = writer.written()
    writer.do(actions.submit_case, case_id=case_id)
    assert "submission.discretion" not in writer.journal(case_id)
