"""The scale beside a text is drawn once for all: nothing of a case or of a reader is in it, and few are kept."""

import pytest

from reviewboard.foundation.scale.queries import scale_view
from reviewboard.reader import spoken
from reviewboard.web.scale_pane import KEPT, _drawn, scale_pane
from tests.stages.casework import ACTIONS
from tests.web.assessor.desks import Desk


@pytest.fixture(autouse=True)
def nothing_kept():
    _drawn.cache_clear()


def _pane(page):
    """Return the second pane of a desk, from the name of the scale to its wording."""
    return page[page.index('<div class="scale">') : page.index("</div>\n<p class=\"faint\"")]


def test_two_assessors_of_two_cases_get_the_same_pane_with_nothing_of_either(work, desk_at):
    desks = [desk_at(work.cleared()[1]) for _ in range(2)]
    pages = [desk.get().text for desk in desks]
    assert _pane(pages[0]) == _pane(pages[1])
    assert (_drawn.cache_info().misses, _drawn.cache_info().hits) == (1, 1)
    drawn = _kept_of(work, desks[0])
    assert drawn in pages[0]
    named = [part for desk in desks for part in _told_of(desk)]
    assert [part for part in named if part in pages[0] + pages[1]] != []
    assert [part for part in named if part in drawn] == []


def _kept_of(work, desk):
    def read():
        case = desk.work.case(desk.seat.case_id)
        return scale_view(case.scale_version_id, "en")

    view = work.build.read(read)
    found = _drawn(view, "en", None)
    assert _drawn.cache_info().misses == 1
    return str(found)


def _told_of(desk: Desk):
    case = desk.work.case(desk.seat.case_id)
    return [case.id, case.reference, case.candidate_id, desk.seat.id, desk.seat.assessor_id, ACTIONS[:40]]


def test_each_language_and_each_required_level_has_its_own(app, build):
    version = build.scale()
    drawn = {}
    for language in ("fr", "en"):
        with app.test_request_context("/", headers={"Accept-Language": language}):
            assert spoken() == language
            for required in (None, 2, 3):
                drawn[language, required] = scale_pane(scale_view(version, language), required=required)
    assert len(set(drawn.values())) == len(drawn) == _drawn.cache_info().misses
    marked = {key: pane.count("scale-required") for key, pane in drawn.items()}
    assert marked == {key: int(key[1] is not None) for key in drawn}


def test_few_are_kept():
    assert _drawn.cache_info().maxsize == KEPT
