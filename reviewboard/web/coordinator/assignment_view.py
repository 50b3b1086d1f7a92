"""What the preview of a round shows: each case with its people, what differs from now, loads and pairs as charts."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.stages.assignment.effects import PAIRS
from reviewboard.stages.assignment.shapes import Chosen, Plan, Wishes
from reviewboard.stages.assignment.why_words import why_this_one
from reviewboard.stages.assignment.words import barred_words, shortage_sentence, waiting_sentence
from reviewboard.stages.coordination import assessors_of, names, references, thirds_waiting, without_password
from reviewboard.web.coordinator.wishes import as_fields, entry_of

SHOWN = 200  # cases on one page
BARS = 40  # people in the chart of loads


def plan_view(plan: Plan, wishes: Wishes, cycle: Cycle) -> dict[str, Any]:
    """Return everything the page shows of a plan."""
    by_case: dict[str, list[Chosen]] = {}
    for seat in plan.seats:
        by_case.setdefault(seat.case_id, []).append(seat)
    shown = dict(list(by_case.items())[:SHOWN])
    lacking = dict(list(plan.waiting.items())[:SHOWN])
    asked = wishes.pinned | wishes.excluded
    called = references([*shown, *lacking, *(case_id for case_id, _who in asked)])
    over = {who for one, other, _times in plan.over_limit for who in (one, other)}
    people = names([*plan.loads, *over, *(who for _case, who in asked)])
    again = _addresses(plan, wishes, cycle.id)
    silent = without_password([seat.assessor_id for seats in shown.values() for seat in seats])
    return {
        "sentence": _sentence(plan),
        "changes": _changes(plan),
        "shortages": [shortage_sentence(entry) for entry in plan.outcome()["shortages"]],
        "cases": [_case(case_id, seats, called, people, silent, again) for case_id, seats in shown.items()],
        "lacking": [
            {"reference": called[case_id], "href": url_for("coordinator.case", case_id=case_id),
             "text": waiting_sentence(lacks), "barred": barred_words(lacks)}
            for case_id, lacks in lacking.items()
        ],
        "thirds": [
            {"reference": row.reference, "href": url_for("coordinator.case", case_id=row.id),
             "text": waiting_sentence(row.waiting), "barred": barred_words(row.waiting)}
            for row in thirds_waiting(cycle.id, limit=SHOWN)
        ],
        "hidden": max(0, len(by_case) - SHOWN),
        "lacking_hidden": max(0, len(plan.waiting) - SHOWN),
        "over_limit": [
            ngettext("%(one)s and %(other)s would share %(num)s case, more than you allow.",
                     "%(one)s and %(other)s would share %(num)s cases, more than you allow.", times,
                     one=people[one], other=people[other])
            for one, other, times in plan.over_limit[:PAIRS] if one in people and other in people
        ],
        "loads": _loads(plan, people),
        "loads_hidden": max(0, len(plan.loads) - BARS),
        "pairs": _pairs(plan, people, cycle.pair_limit),
        "pairs_more": max(0, plan.pair_count - len(plan.pairs)),
        "nobody": not assessors_of(cycle.id),
        "wishes": [_wish(wish, wishes, called, people, again) for wish in sorted(asked)],
        "case_options": sorted(
            ({"value": case_id, "label": called[case_id]} for case_id in called if case_id in {*shown, *lacking}),
            key=lambda one: one["label"],
        ),
        "people_options": sorted(
            ({"value": who, "label": people[who]} for who in plan.loads if who in people), key=lambda one: one["label"]
        ),
        "seed": plan.seed,
        "input_hash": plan.input_hash,
    }  # fmt: skip


def _addresses(plan: Plan, wishes: Wishes, cycle_id: str) -> Any:
    kept = {"seed": plan.seed, **as_fields(wishes)}
    return lambda **more: url_for("coordinator.assignment", cycle_id=cycle_id, **{**kept, **more})


def _sentence(plan: Plan) -> str:
    cases = len({seat.case_id for seat in plan.seats if seat.instead_of is None})
    if not cases and plan.seats:
        return ngettext("%(num)s unopened seat would go to another. Nothing is assigned yet.",
                        "%(num)s unopened seats would go to others. Nothing is assigned yet.", len(plan.seats))  # fmt: skip
    if not cases:
        return _("No case can be seated now.") if plan.waiting else _("No case waits for an assessor.")
    return ngettext("%(num)s case would be seated. Nothing is assigned yet.",
                    "%(num)s cases would be seated. Nothing is assigned yet.", cases)  # fmt: skip


def _changes(plan: Plan) -> list[dict[str, str]]:
    """Return how this differs from now, as facts."""
    if not plan.seats:
        return []
    before, after = ([pair[turn] for pair in plan.loads.values()] for turn in (0, 1))
    moved = sum(seat.instead_of is not None for seat in plan.seats)
    return [
        {"label": _("New seats"), "value": str(len(plan.seats) - moved)},
        {"label": _("Unopened seats given to another"), "value": str(moved)},
        {"label": _("Cases that stay without"), "value": str(len(plan.waiting))},
        {"label": _("Cases of one assessor, fewest to most"),
         "value": _("%(low)s to %(high)s now, %(new_low)s to %(new_high)s then", low=min(before), high=max(before),
                    new_low=min(after), new_high=max(after))},
        {"label": _("Assessors linked by shared cases"),
         "value": ngettext("%(num)s group", "%(num)s groups, with no case in common", plan.groups)},
        *([{"label": _("Fit given up so that the same two meet less often"), "value": _number(plan.limit_price)}]
          if plan.limit_price > 0 else []),
    ]  # fmt: skip


def _number(value: float) -> str:
    return str(format_decimal(round(value, 2)))


def _case(
    case_id: str, seats: list[Chosen], called: Mapping[str, str], people: Mapping[str, str], silent: Collection[str], again: Any
) -> dict[str, Any]:
    return {
        "reference": called[case_id],
        "href": url_for("coordinator.case", case_id=case_id),
        "seats": [
            {
                "name": people[seat.assessor_id],
                "silent": seat.assessor_id in silent,
                "instead_of": people.get(seat.instead_of) if seat.instead_of else None,
                "why": why_this_one({**seat.explanation, "barred": {}}, people),
                "pin": again(case=case_id, assessor=seat.assessor_id, wish="pin"),
                "exclude": again(case=case_id, assessor=seat.assessor_id, wish="exclude"),
                "pinned": seat.explanation["pinned"],
            }
            for seat in seats
        ],
        "barred": barred_words(seats[0].explanation),
    }


def _loads(plan: Plan, people: Mapping[str, str]) -> list[dict[str, Any]]:
    most = sorted(plan.loads.items(), key=lambda item: (-item[1][1], people.get(item[0], "")))[:BARS]
    return [
        {"label": people[who], "value": after, "mark": after != before,
         "text": str(after) if after == before else _("%(before)s, then %(after)s", before=before, after=after)}
        for who, (before, after) in most
        if who in people
    ]  # fmt: skip


def _pairs(plan: Plan, people: Mapping[str, str], limit: int | None) -> list[dict[str, Any]]:
    return [
        {"label": _("%(one)s and %(other)s", one=people[one], other=people[other]), "value": after,
         "mark": limit is not None and after > limit,
         "text": str(after) if after == before else _("%(before)s, then %(after)s", before=before, after=after)}
        for one, other, before, after in plan.pairs
        if one in people and other in people
    ]  # fmt: skip


def _wish(
    wish: tuple[str, str], wishes: Wishes, called: Mapping[str, str], people: Mapping[str, str], again: Any
) -> dict[str, Any]:
    case_id, who = wish
    words = (
        _("%(name)s sits on case %(case)s", name=people.get(who, "?"), case=called.get(case_id, "?"))
        if wish in wishes.pinned
        else _("%(name)s does not sit on case %(case)s", name=people.get(who, "?"), case=called.get(case_id, "?"))
    )
    return {"text": words, "drop": again(drop=entry_of(wish))}
