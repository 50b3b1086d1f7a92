"""The same scale in two languages becomes one, text beside text, when both have the same shape.

A page is read in one language; its sister page in the other fits beside it here. A text of the first language that
stays while the other one changes is kept and flagged as stale (see `Text.stale`), not thrown away.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from reviewboard.foundation.scale.problems import N_, Problem, ScaleRefused
from reviewboard.foundation.scale.shape import Competency, Dimension, DimensionText, EvidenceRule, Level, Scale
from reviewboard.foundation.scale.text import Text, other_language

LENGTHS = N_("the two languages differ here: %(kept)d against %(new)d")
DIFFERENT = N_("the two languages differ here: “%(kept)s” against “%(new)s”")

# Codes and keys that a page gets from its own words: those of the scale that is kept stay.
_KEPT = {Competency: ("code",), Dimension: ("key",), DimensionText: ("dimension",), EvidenceRule: ("kind",)}


def with_language(scale: Scale, page: Scale, lang: str) -> Scale:
    """`scale` with its texts in `lang` taken from `page`; the label of its wording and its outcomes stay.

    Raises ScaleRefused, naming every place where the two differ in shape (another number of levels or items), or when
    one is in official wording and the other is not.
    """
    problems: list[Problem] = []
    beside = replace(page, wording=replace(page.wording, label=scale.wording.label), outcomes=scale.outcomes)
    joined: Scale = _join(scale, beside, lang, "", problems)
    if problems:
        raise ScaleRefused(problems)
    return joined


def _join(kept: Any, new: Any, lang: str, place: str, problems: list[Problem]) -> Any:
    if isinstance(kept, Text):
        return _side_by_side(kept, new, lang)
    if isinstance(kept, tuple):
        if len(kept) != len(new):
            problems.append(Problem(place, LENGTHS, {"kept": len(kept), "new": len(new)}))
        pairs = enumerate(zip(kept, new, strict=False), start=1)
        return tuple(_join(one, other, lang, f"{place}[{_name(one, n)}]", problems) for n, (one, other) in pairs)
    if is_dataclass(kept) and not isinstance(kept, type):
        stays = _KEPT.get(type(kept), ())
        names = [field.name for field in fields(kept) if field.name not in stays]
        places = {name: f"{place}.{name}" if place else name for name in names}
        joined = {name: _join(getattr(kept, name), getattr(new, name), lang, places[name], problems) for name in names}
        return replace(kept, **joined)
    if kept != new:
        problems.append(Problem(place, DIFFERENT, {"kept": kept, "new": new}))
    return kept


def _side_by_side(kept: Text, new: Text, lang: str) -> Text:
    was, words = kept.in_language(lang), new.in_language(lang)
    if words == was:
        return kept
    marked = kept.following(lang) if was and kept.in_language(other_language(lang)) else kept
    return replace(marked, **{lang: words})


def _name(item: Any, position: int) -> int:
    return item.number if isinstance(item, Level) else position
