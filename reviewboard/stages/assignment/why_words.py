"""Why these two, and why not her, in words: each sentence says one thing that the data of a round or of today hold."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from reviewboard.stages.assignment.explaining import Beside, WhyNot
from reviewboard.stages.assignment.words import bar_word


def why_this_one(explanation: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Return why an assessor got a seat, from the numbers the round kept. `names` by account id."""
    fit: Mapping[str, float] = explanation.get("fit", {})
    found = [_("A coordinator asked for them.")] if explanation.get("pinned") else []
    if "eligible" in explanation:
        found.append(ngettext("%(num)s assessor could sit here.", "%(num)s assessors could sit here.",
                              explanation["eligible"]))  # fmt: skip
    if explanation.get("better"):
        found.append(_among(explanation["better"]))
    if "seats_before" in explanation:
        found.append(ngettext("This one had %(num)s seat before.", "This one had %(num)s seats before.",
                              explanation["seats_before"]))  # fmt: skip
    found += [sentence for part, sentence in _fitting().items() if fit.get(part)]
    found += [_shared(names.get(other), times) for other, times in explanation.get("shared", {}).items()]
    for bar, count in explanation.get("barred", {}).items():
        found.append(_("%(count)s could not: %(why)s.", count=count, why=bar_word(bar)))
    return found


def _among(better: int) -> str:
    """Say how many fit this case better. Why another was taken is not said: a round weighs all cases together."""
    return ngettext("%(num)s who does not sit here fits this case better; a round weighs all cases and loads together.",
                    "%(num)s who do not sit here fit this case better; a round weighs all cases and loads together.",
                    better)  # fmt: skip


def _fitting() -> dict[str, str]:
    return {
        "other_unit": _("They work in another unit than the candidate."),
        "own_language": _("The submission is in the language they work in."),
        "one_language": _("They read one language; those who read both stay free for cases that are short."),
        "experience": _("They have rated this competency before."),
        "recent": _("They were given a case with the other assessor in the last two months, which counted against it."),
    }


def _shared(name: str | None, times: int) -> str:
    if not times:
        return _("They had no case with %(name)s before.", name=name or _("the other assessor"))
    return ngettext("They had %(num)s case with %(name)s before.", "They had %(num)s cases with %(name)s before.",
                    times, name=name or _("the other assessor"))  # fmt: skip


def why_not_sentences(why: WhyNot, name: str, names: Mapping[str, str]) -> list[str]:
    """Return why a person does not sit on a case, as things stand today."""
    if not why.known:
        return [_("%(name)s is not an assessor of this cycle.", name=name)]
    if why.sits:
        return [_("%(name)s sits on this case.", name=name)]
    if why.bars:
        return [_("%(name)s may not sit here: %(why)s.", name=name, why=bar_word(bar)) for bar in why.bars]
    if why.free:
        found = [ngettext("%(name)s could sit here today, and has %(num)s case.",
                          "%(name)s could sit here today, and has %(num)s cases.", why.seats, name=name)]  # fmt: skip
    else:
        found = [ngettext("Nothing keeps %(name)s from this case, whose places are taken. %(name)s has %(num)s case.",
                          "Nothing keeps %(name)s from this case, whose places are taken. %(name)s has %(num)s cases.",
                          why.seats, name=name)]  # fmt: skip
    found += [_beside(one, names.get(one.account_id, "")) for one in why.beside]
    found.append(_("A round weighs all cases together and draws lots among equals; opened seats never move."))
    return found


def _beside(one: Beside, name: str) -> str:
    values = {"name": name, "num": one.seats}
    if one.better_by > 0:
        return ngettext("%(name)s fits better, and has %(num)s case.", "%(name)s fits better, and has %(num)s cases.", **values)
    if one.better_by < 0:
        return ngettext("%(name)s fits less well, and has %(num)s case.", "%(name)s fits less well, and has %(num)s cases.",
                        **values)  # fmt: skip
    return ngettext("%(name)s fits as well, and has %(num)s case.", "%(name)s fits as well, and has %(num)s cases.", **values)
