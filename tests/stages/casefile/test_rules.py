"""Who is named in which file: by reader and variant, in equality."""

from dataclasses import asdict

import pytest

from reviewboard.stages.casefile.rules import Reader, Variant, expected_pages, naming, percent_of

NAMED = {
    (Reader.CANDIDATE, Variant.WHOLE): {"candidate", "third_parties", "confirmers", "file_names", "own_notices"},
    (Reader.CANDIDATE, Variant.REDACTED): {"own_notices"},
    (Reader.LEAD, Variant.WHOLE): {"third_parties", "hours"},
    (Reader.LEAD, Variant.REDACTED): {"hours"},
    (Reader.AUDITOR, Variant.WHOLE): {
        "raters", "candidate", "third_parties", "confirmers", "file_names", "hours", "every_entry",
    },
    (Reader.AUDITOR, Variant.REDACTED): {"hours"},
}  # fmt: skip


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("variant", Variant)
def test_a_file_names_what_its_reader_may_know(reader, variant):
    assert {name for name, named in asdict(naming(reader, variant)).items() if named} == NAMED[reader, variant]


def test_progress_grows_with_the_steps_and_never_ends_before_the_end():
    told = [percent_of(step, 0, 20) for step in (1, 2, 3, 4, 5)]
    told += [percent_of(5, page, 20) for page in (1, 10, 20, 60)] + [percent_of(step, 0, 20) for step in (6, 7)]
    assert told == sorted(told)
    assert (told[0], told[-1], expected_pages(0), expected_pages(700_000)) == (5, 96, 8, 100)
