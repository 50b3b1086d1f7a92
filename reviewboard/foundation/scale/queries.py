"""Scales for pages. A published version never changes, so its content is kept in memory once read."""

from dataclasses import dataclass

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.scale.reading import read_mapping
from reviewboard.foundation.scale.shape import Scale
from reviewboard.foundation.scale.tables import ScaleVersion
from reviewboard.foundation.scale.text import Text

_published: dict[str, Scale] = {}
_views: dict[tuple[str, str], tuple[Scale, "ScaleView"]] = {}


def scale_of(version_id: str) -> Scale:
    """Return the scale of a version; no statement once a published one was read. Raises NotYours for an unknown one."""
    if version_id in _published:
        return _published[version_id]
    version = db.session.get(ScaleVersion, version_id)
    if version is None:
        raise NotYours()
    scale = read_mapping(version.content)
    if version.state != "draft":
        _published[version_id] = scale
    return scale


def versions() -> list[ScaleVersion]:
    """Return every version, newest first within its code."""
    return list(
        db.session.execute(select(ScaleVersion).order_by(ScaleVersion.code, ScaleVersion.number.desc())).scalars()
    )


def newest(code: str) -> ScaleVersion | None:
    """Return the newest version of a code, or None."""
    return db.session.execute(
        select(ScaleVersion).where(ScaleVersion.code == code).order_by(ScaleVersion.number.desc()).limit(1)
    ).scalar_one_or_none()


@dataclass(frozen=True)
class DimensionView:
    """A dimension in one language: its key and name, what its ends look like, or its text at a level."""

    key: str
    name: str
    text: str = ""
    lower: str = ""
    upper: str = ""


@dataclass(frozen=True)
class LevelView:
    """A level in one language, as the scale components take it."""

    number: int
    concept: str
    lang: str
    words: tuple[str, ...]
    behaviours: tuple[str, ...]
    dimensions: tuple[DimensionView, ...]
    rules: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class ScaleView:
    """A scale in one language (a text that lacks it is shown in the other, and `lang` of its level says so)."""

    code: str
    name: str
    lang: str
    wording: str
    definition: str
    notes: tuple[str, ...]
    motivation: str
    about: tuple[str, ...]
    explanation: tuple[str, ...]
    exclusions: tuple[tuple[str, tuple[str, ...]], ...]
    illustration: str
    purpose: str
    dimensions: tuple[DimensionView, ...]
    levels: tuple[LevelView, ...]
    outcomes: tuple[tuple[str, str, str], ...]
    other_competencies: tuple[tuple[str, str], ...]

    def level(self, number: int | None) -> LevelView | None:
        """The level with this number, or None."""
        return next((level for level in self.levels if level.number == number), None)


def scale_view(version_id: str, language: str) -> ScaleView:
    """Return a version's scale for pages in language ("fr" or "en"). Raises NotYours for an unknown version."""
    scale, kept = scale_of(version_id), _views.get((version_id, language))
    if kept is not None and kept[0] is scale:  # the same object, not an equal one: a scale takes long to compare
        return kept[1]
    view = _view(scale, language)
    if version_id in _published:
        _views[version_id, language] = (scale, view)
    return view


def _view(scale: Scale, language: str) -> ScaleView:
    def say(text: Text) -> str:
        return text.best(language)[0]

    def all_of(texts: tuple[Text, ...]) -> tuple[str, ...]:
        return tuple(say(text) for text in texts)

    names = {dimension.key: say(dimension.name) for dimension in scale.gradation.dimensions}
    return ScaleView(
        code=scale.competency.code,
        name=say(scale.competency.name),
        lang=scale.definition.best(language)[1],
        wording=say(scale.wording.label),
        definition=say(scale.definition),
        notes=all_of(scale.notes),
        motivation=say(scale.motivation),
        about=all_of(scale.about),
        explanation=all_of(scale.explanation),
        exclusions=tuple(
            (say(item.text), tuple(say(other.name) for other in item.competencies)) for item in scale.exclusions
        ),
        illustration=say(scale.illustration),
        purpose=say(scale.purpose),
        dimensions=tuple(
            DimensionView(item.key, say(item.name), lower=say(item.lower), upper=say(item.upper))
            for item in scale.gradation.dimensions
        ),
        levels=tuple(
            LevelView(
                number=level.number,
                concept=say(level.called),
                lang=level.called.best(language)[1],
                words=all_of(level.in_other_words),
                behaviours=all_of(level.behaviours),
                dimensions=tuple(
                    DimensionView(entry.dimension, names[entry.dimension], text=say(entry.text))
                    for entry in level.texts
                ),
                rules=tuple(say(rule.text) for rule in level.evidence_rules),
                example=say(level.example),
            )
            for level in scale.levels
        ),
        outcomes=tuple((item.kind.value, say(item.name), say(item.meaning)) for item in scale.outcomes),
        other_competencies=tuple((other.code, say(other.name)) for other in scale.other_competencies),
    )
