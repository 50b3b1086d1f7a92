"""The text of the scale against which the case was rated, in the version that was in force, whole."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import LevelView, ScaleView
from reviewboard.stages.casefile.blocks import Fact, Facts, Group, Items, Prose, Section
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice


def section(held: Holdings, voice: Voice) -> Section:
    """Return the scale, level by level."""
    scale = voice.scale
    facts = Facts([
        Fact(_("Competency"), scale.name, scale.lang),
        Fact(_("Version"), f"{scale.code} {held.scale.number}"),
        Fact(_("Wording"), scale.wording),
        Fact(_("Digest of the scale"), held.scale.content_hash, code=True),
    ])  # fmt: skip
    intro = _("The version in force when the case was submitted. A later version changes nothing here.")
    levels = [_level(level) for level in scale.levels]
    return Section("scale", _("The scale"), [facts, *_general(scale), *levels, *_outcomes(scale)], intro)


def _general(scale: ScaleView) -> list[Any]:
    lang = scale.lang
    blocks: list[Any] = [Prose(scale.definition, _("Definition"), lang)]
    blocks += [Items(scale.notes, _("Notes"), lang)] if scale.notes else []
    blocks += [Prose(scale.motivation, _("Core motivation"), lang)] if scale.motivation else []
    blocks += [Items(scale.about, _("It is about"), lang)] if scale.about else []
    blocks += [Items(scale.explanation, _("Explanation"), lang)] if scale.explanation else []
    if scale.exclusions:
        told = [f"{text} ({', '.join(others)})" if others else text for text, others in scale.exclusions]
        blocks.append(Items(told, _("It is not about"), lang))
    blocks += [Prose(scale.illustration, _("Illustration"), lang)] if scale.illustration else []
    blocks += [Prose(scale.purpose, _("Purpose"), lang)] if scale.purpose else []
    ends = [_("%(name)s: from “%(lower)s” to “%(upper)s”", name=one.name, lower=one.lower, upper=one.upper)
            for one in scale.dimensions if one.lower or one.upper]  # fmt: skip
    return [*blocks, *([Items(ends, _("Dimensions"), lang)] if ends else [])]


def _level(level: LevelView) -> Group:
    lang = level.lang
    blocks: list[Any] = [Items(level.behaviours, _("Behaviours"), lang)] if level.behaviours else []
    blocks += [Items(level.words, _("In other words"), lang)] if level.words else []
    blocks += [Prose(one.text, one.name, lang) for one in level.dimensions if one.text]
    blocks += [Items(level.rules, _("Evidence rules"), lang)] if level.rules else []
    blocks += [Prose(level.example, _("Example of the scale"), lang)] if level.example else []
    return Group(f"{level.number} · {level.concept}", blocks, lang)


def _outcomes(scale: ScaleView) -> list[Any]:
    if not scale.outcomes:
        return []
    return [Facts([Fact(name, meaning, scale.lang) for _kind, name, meaning in scale.outcomes])]
