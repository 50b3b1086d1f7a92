"""Every test that docs/security.md names is there: a promise without its test is not made."""

import re

import pytest

from reviewboard.config import ROOT

NAMED = re.compile(r"`((?:[a-z_]+/)*test_[a-z_]+\.py)`((?:,?\s`test_[a-z_]+`)*)")
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
FOUND = [(file, re.findall(r"test_[a-z_]+", tests)) for file, tests in NAMED.findall(PAGE)]


@pytest.mark.parametrize(("file", "tests"), FOUND, ids=lambda value: value if isinstance(value, str) else "")
def test_what_the_page_names_is_there(file, tests):
    text = (ROOT / "tests" / file).read_text("utf-8")
    assert tests != []
    assert [name for name in tests if f"def {name}(" not in text] == []


def test_the_page_names_many():
    assert sum(len(tests) for _file, tests in FOUND) >= 40
