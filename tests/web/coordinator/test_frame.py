"""What the pages of one cycle share cannot be covered by a value of a page's own."""

import pytest
from flask import g

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.web.coordinator.frame import in_cycle


@pytest.mark.parametrize("name", ["cycle", "places", "key"])
def test_a_name_that_the_frame_uses_is_refused(build, name):
    cycle_id = build.cycle()
    with build.app.test_request_context():
        g.cycle = db.session.get_one(Cycle, cycle_id)
        assert in_cycle("cycle", other="a page's own")["other"] == "a page's own"
        with pytest.raises(TypeError, match=name):
            in_cycle("cycle", **{name: "a page's own"})
