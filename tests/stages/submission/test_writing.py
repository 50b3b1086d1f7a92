"""Examples are written piece by piece; nothing newer is overwritten, nothing is lost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.foundation.refusals import StaleWrite
from reviewboard.stages.submission import actions, queries, refusals
from reviewboard.stages.submission.refusals import FieldTooLong
from reviewboard.stages.submission.tables import Evidence, Example
from reviewboard.stages.submission.writing import plain
from tests.stages.submission.authoring import TEXTS


def test_fields_are_kept_piece_by_piece(writer):
    case_id, example_id = writer.written()
    saved = writer.save(case_id, example_id, 2, actions="Autre texte.", when_to=None)
    assert saved["version"] == 3
    assert {name: saved[name] for name in TEXTS} == TEXTS | {"actions": "Autre texte.", "when_to": None}


def test_texts_are_kept_as_written_but_for_line_ends(writer):
    case_id, example_id = writer.written()
    saved = writer.save(
        case_id, example_id, 2, actions="  Un.\r\n\r\nDeux\x00.\rTrois « quatre »  ", title=" Un\r\ntitre  long "
    )
    assert (saved["actions"], saved["title"]) == ("  Un.\n\nDeux.\nTrois « quatre »  ", "Un titre long")


def test_a_stale_save_overwrites_nothing_and_shows_both(writer):
    case_id, example_id = writer.written()
    writer.save(case_id, example_id, 2, actions="Gardé.")
    with pytest.raises(StaleWrite) as refusal:
        writer.save(case_id, example_id, 2, actions="Perdu.")
    assert (refusal.value.current, refusal.value.typed) == ({"actions": "Gardé."}, {"actions": "Perdu."})
    assert (writer.row(Example, example_id)["actions"], writer.row(Example, example_id)["version"]) == ("Gardé.", 3)


def test_the_same_save_again_changes_nothing(writer):
    case_id, example_id = writer.written()
    first = writer.save(case_id, example_id, 2, actions="Une fois.")
    again = writer.save(case_id, example_id, 2, actions="Une fois.", at=writer.build.now + timedelta(hours=1))
    assert again == first


@pytest.mark.parametrize(
    ("field", "longest"), [("title", 300), ("confirmer_name", 200), ("confirmer_email", 254), ("actions", 40_000)]
)
def test_a_text_too_long_to_keep_is_refused(writer, field, longest):
    case_id, example_id = writer.written()
    assert len(writer.save(case_id, example_id, 2, **{field: "é" * longest})[field]) == longest
    with pytest.raises(refusals.FieldTooLong) as refusal:
        writer.save(case_id, example_id, 3, **{field: "é" * (longest + 1)})
    assert (refusal.value.field, refusal.value.status) == (field, 422)


def test_a_field_that_examples_do_not_have_is_a_mistake(writer):
    case_id, example_id = writer.written()
    with pytest.raises(KeyError):
        writer.save(case_id, example_id, 2, position=7)


def test_examples_are_added_up_to_the_limit_and_removed_with_their_evidence(writer):
    case_id, first = writer.written()
    stored, _ = writer.attach(case_id, first)
    second = writer.do(actions.add_example, case_id=case_id)
    third = writer.do(actions.add_example, case_id=case_id)
    with pytest.raises(refusals.TooManyExamples):
        writer.do(actions.add_example, case_id=case_id)
    with pytest.raises(StaleWrite):
        writer.do(actions.remove_example, case_id=case_id, example_id=first, version=1)
    writer.do(actions.remove_example, case_id=case_id, example_id=first, version=2)
    left = writer.build.read(lambda: [example.id for example in queries.examples_of(case_id)])
    assert (left, writer.count(Evidence)) == ([second["id"], third["id"]], 0)
    fourth = writer.do(actions.add_example, case_id=case_id)
    assert (second["position"], third["position"], fourth["position"]) == (2, 3, 4)
    assert writer.owed(done_at=None) == ["submission.check_evidence", "submission.forget_file"]
    writer.build.read(actions.forget_file, vault_key=stored.key, now=writer.build.now)
    assert writer.is_in_vault(stored.key) is False


ODD = [
    ("Je\x00 pense", "Je pense"),
    ("\ufeffUn\x07 deux\x1b[31m\x7f trois\x9f", "Un deux[31m trois"),
    ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
    ("un\ttableau", "un\ttableau"),
    ("👩🏽‍💻 🇨🇦 ok", "👩🏽‍💻 🇨🇦 ok"),
    ("E\u0301te\u0301 n\u0303", "E\u0301te\u0301 n\u0303"),
    ("\u202bשלום\u202c، مرحبا, then \u2067left\u2069", "\u202bשלום\u202c، مرحبا, then \u2067left\u2069"),
    ("half \ud83d gone", "half \ufffd gone"),
    ("no\u00a0break\u202fspaces\u200b", "no\u00a0break\u202fspaces\u200b"),
]


@pytest.mark.parametrize(("typed", "kept"), ODD)
def test_every_odd_character_has_its_answer_and_comes_back_as_it_was_kept(writer, typed, kept):
    case_id, example_id = writer.written(actions=typed)
    assert writer.row(Example, example_id)["actions"] == kept
    assert writer.save(case_id, example_id, 2, actions=kept)["version"] == 2


@given(st.text())
def test_a_text_made_plain_is_plain(text):
    assert plain(plain(text)) == plain(text)
    plain(text).encode()


def test_a_hundred_thousand_characters_are_refused_by_how_much_and_forty_thousand_kept(writer):
    case_id, example_id = writer.written()
    with pytest.raises(FieldTooLong) as refused:
        writer.save(case_id, example_id, 2, actions="é" * 100_000)
    assert (refused.value.field, refused.value.values["over"]) == ("actions", 60_000)
    assert writer.save(case_id, example_id, 2, actions="👍" * 40_000)["actions"] == "👍" * 40_000
