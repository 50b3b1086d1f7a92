"""How often checks and records say the same, prepared as bars: by what was found, by level, by pair, by unit.

Pairs are names for who may know who rates, and numbers for a lead.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reviewboard.quality.queries import Figures, Share
from reviewboard.quality.rules import Follows, Gap
from reviewboard.stages.disclosure import told
from reviewboard.web.outcomes import key_word
from reviewboard.web.wording import gettext as _
from reviewboard.web.wording import ngettext


def gap_word(gap: str) -> str:
    """Return what a check found, in words."""
    return {
        Gap.SAME: _("the same outcome"), Gap.ONE_APART: _("one level apart"),
        Gap.FURTHER: _("two levels apart or more"), Gap.OTHER_KIND: _("another kind of outcome"),
    }[Gap(gap)]  # fmt: skip


def follows_word(follows: str) -> str:
    """Return what a lead said follows, in words."""
    return {
        Follows.NOTHING: _("Nothing: both readings can be defended"),
        Follows.TRAINING: _("The raters need training"),
        Follows.ANCHOR: _("An anchor is unclear: a note for the next version of the scale"),
        Follows.TOLD: _("The coordinator is told"),
    }[Follows(follows)]  # fmt: skip


def of_many(figures: Figures) -> Figures:
    """Return figures without what fewer than FEWEST checks stand behind.

    A coordinator sees who sits where and reads the record, and a lead may hear the candidate of a checked case: one check
    alone would tell them what its rater sealed.
    """
    gaps = {gap: count for gap, count in told({gap.value: figures.gaps[gap] for gap in Gap}).items() if count}
    levels, pairs, units = _of_many(figures.levels), _of_many(figures.pairs), _of_many(figures.units)
    return replace(figures, gaps=Counter(gaps), levels=levels, pairs=pairs, units=units)


def _of_many(shares: Mapping[str, Share]) -> dict[str, Share]:
    shown = told({key: one.sealed for key, one in shares.items()})
    return {key: one for key, one in shares.items() if shown[key]}


def found_bars(figures: Figures) -> list[dict[str, Any]]:
    """Return how many sealed checks found what, as bars; what none found is left out."""
    return [
        {"label": gap_word(gap.value), "value": figures.gaps[gap], "mark": gap is not Gap.SAME}
        for gap in Gap
        if figures.gaps[gap]
    ]


def level_bars(figures: Figures) -> list[dict[str, Any]]:
    """Return the share of checks that say the same, by recorded outcome."""
    return _bars(figures.levels, key_word)


def pair_bars(figures: Figures, names: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return the share by pair of raters: by name where `names` has their ids, else by number, most checked first."""
    pairs = sorted(figures.pairs, key=lambda pair: (-figures.pairs[pair].sealed, pair))
    if names is None:
        words = {pair: _("Pair %(number)s", number=number) for number, pair in enumerate(pairs, start=1)}
    else:
        words = {pair: " · ".join(names.get(who, who) for who in pair.split(":")) for pair in pairs}
    return _bars({pair: figures.pairs[pair] for pair in pairs}, words.__getitem__)


def unit_bars(figures: Figures) -> list[dict[str, Any]]:
    """Return the share by unit of the candidates."""
    return _bars(figures.units, lambda unit: unit or _("no unit named"))


def _bars(shares: Mapping[str, Share], word: Callable[[str], str]) -> list[dict[str, Any]]:
    return [
        {
            "label": word(key), "value": round(100 * one.same / one.sealed),
            "text": ngettext("%(same)s of %(num)s check", "%(same)s of %(num)s checks", one.sealed, same=one.same),
        }
        for key, one in shares.items()
    ]  # fmt: skip
