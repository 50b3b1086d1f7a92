"""A file is checked by a real worker; one that is killed in the middle of a look does it again."""

import pytest

from reviewboard.stages.submission.actions import add_evidence
from reviewboard.stages.submission.looking import looked_at
from tests.previewer.samples import HOSTILE, pages
from tests.stages.submission.authoring import Writer

pytestmark = pytest.mark.once


def states(writer, case_id):
    return sorted(one.state for one in writer.build.read(looked_at, case_id).values())


def test_a_worker_that_is_killed_in_the_middle_of_a_look_looks_again(build, engine, settings):
    writer = Writer(build)
    case_id, example_id = writer.written()
    for content in (pages(12), HOSTILE["launch"][2]()):
        writer.do(add_evidence, case_id=case_id, example_id=example_id, file_name="pv.pdf", media_type="application/pdf",
                  stored=writer.put(content))  # fmt: skip
    engine.run("relay")
    engine.run("worker")
    engine.until(lambda: "checking" in states(writer, case_id))
    engine.kill("worker")
    engine.run("worker")
    engine.until(lambda: states(writer, case_id) == ["accepted", "refused"])
