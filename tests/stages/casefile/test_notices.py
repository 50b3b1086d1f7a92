"""Every notice that the board can send about a case has words in its file."""

from reviewboard.config import ROOT
from reviewboard.stages.casefile.sections.notices import KINDS, PRIVATE


def test_every_notice_about_a_case_has_words():
    kinds = {file.stem for file in (ROOT / "templates" / "notices").glob("*.txt")}
    assert set(KINDS) == {kind for kind in kinds if not kind.startswith(("account.", "quality."))}  # these name no case
    assert set(PRIVATE) <= set(KINDS)
