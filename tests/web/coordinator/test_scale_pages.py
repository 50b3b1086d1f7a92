"""Scales: both languages side by side, a new draft from a file, publishing once."""

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.scale.queries import scale_of, versions
from reviewboard.foundation.scale.shipped import shipped_scales
from reviewboard.foundation.scale.tables import ScaleVersion
from reviewboard.foundation.scale.yaml_format import write_yaml


@pytest.fixture
def changed():
    """The shipped scale as a file, with one text changed and one English text taken out."""
    text = write_yaml(shipped_scales()[0])
    plain = text.splitlines()
    at = next(number for number, line in enumerate(plain) if line.startswith("motivation:"))
    start = next(number for number in range(at + 1, len(plain)) if plain[number].lstrip().startswith("en:"))
    end = next(number for number in range(start + 1, len(plain)) if not plain[number].startswith("    "))
    return "\n".join(plain[:start] + plain[end:])


def _send(office, raw):
    return office.send("/scales/import", "scale", raw)


def _versions(build):
    with build.app.app_context():
        return [(version.number, version.state) for version in versions()]


def test_a_file_becomes_a_draft_that_is_published_once(office, build, changed):
    answer = _send(office, changed)
    version_id = answer.headers["Location"].rsplit("/", 1)[1]
    assert (answer.status_code, _versions(build)) == (302, [(2, "draft"), (1, "published")])
    assert _send(office, changed).headers["Location"] == answer.headers["Location"]
    page = office.browser().get(f"/scales/{version_id}")
    assert ("1 text is in one language" in page.text, "missing" in page.text) == (True, True)
    for status in (302, 409):
        assert office.browser().post(f"/scales/{version_id}/publish").status_code == status
    assert _versions(build) == [(2, "published"), (1, "superseded")]
    with build.app.app_context():
        assert scale_of(version_id).motivation.en is None


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "Choose a file."),
        (b"x" * (512 * 1024 + 1), "at most 512 kB"),
        ("é".encode("latin-1"), "not UTF-8"),
        (b"competency: [1, 2]", "definition"),
        (b"a: &x [*x]\n", "Line 1"),
    ],
)
def test_a_file_that_is_no_scale_is_told_place_by_place(office, build, raw, sentence):
    answer = _send(office, raw)
    assert (answer.status_code, sentence in answer.text, _versions(build)) == (422, True, [(1, "published")])


def test_scales_are_read_by_coordinators_and_administrators_and_changed_by_nobody_else(office, build, visit, changed):
    with build.app.app_context():
        version_id = db.session.query(ScaleVersion.id).scalar()
    assert visit(build.person(administrator=True)).get(f"/scales/{version_id}").status_code == 200
    stranger = visit(build.person(auditor=True))
    assert [stranger.get(path).status_code for path in ("/scales", f"/scales/{version_id}")] == [404, 404]
    assert stranger.post(f"/scales/{version_id}/publish").status_code == 404
    assert office.browser().get("/scales/nowhere").status_code == 404
