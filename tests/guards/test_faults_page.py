"""Every test that docs/faults.md names is there."""

import re

from reviewboard.config import ROOT


def test_what_the_page_names_is_there():
    named = re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.py)`", (ROOT / "docs" / "faults.md").read_text("utf-8"))
    assert len(named) > 12
    assert [file for file in named if not (ROOT / "tests" / file).is_file()] == []
