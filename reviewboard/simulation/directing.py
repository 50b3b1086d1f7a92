"""A simulation from its first account to its account of itself: bots take turns until nothing is left to do."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from reviewboard.simulation import watching
from reviewboard.simulation.assessors import Assessor
from reviewboard.simulation.bots import Bot, LostTheThread, Role
from reviewboard.simulation.browser import Browser, Refused, Unanswered
from reviewboard.simulation.candidates import Candidate
from reviewboard.simulation.ledger import Ledger
from reviewboard.simulation.officers import Coordinator, Lead
from reviewboard.simulation.prompter import Prompter
from reviewboard.simulation.scripts import write_scripts
from reviewboard.simulation.staging import Stage, set_up
from reviewboard.simulation.turns import Turns

OVER = ("released", "withdrawn")
SHORT_WAIT = 0.05  # seconds until whose turn it is is asked again, where nobody comes back sooner
BETWEEN_LOOKS = 0.5  # seconds from one look at how far the cases are to the next
STILL = 15.0  # seconds without any change after which a case that waits for people is left waiting
DRAINED_WITHIN = 30.0  # seconds after the last act in which the board should have done all it owes
MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Plan:
    """What to simulate, against which board. Times in seconds.

    `give_up_after`: so long without any progress ends the run with a complaint. `patience`: so long one request is
    repeated. `at_once`: how many people act at the same time.
    """

    cases: int
    assessors: int
    seed: int
    base_url: str
    give_up_after: float = 90.0
    patience: float = 90.0
    at_once: int = 6


@dataclass
class _Troupe:
    """The bots, and what went wrong for them."""

    stage: Stage
    candidates: list[Candidate]
    staff: list[Bot]
    ledger: Ledger
    problems: Counter[str] = field(default_factory=Counter)
    unanswered: list[str] = field(default_factory=list)

    @property
    def bots(self) -> list[Bot]:
        """Everybody."""
        return [*self.candidates, *self.staff]


def run(plan: Plan, say: Callable[[str], None] = lambda _line: None) -> dict[str, Any]:
    """Simulate, in an application context of the board's own database, and return what happened.

    `complaints` names what kept the cases from their end; without any, it is empty. `say` hears how it goes. `lost`
    and `doubled` hold what the bots were told was done against the journal. Lasting minutes; writes to the database.
    """
    started = time.monotonic()
    stage = set_up(cases=plan.cases, assessors=plan.assessors, seed=plan.seed, now=datetime.now(UTC))
    say(f"{plan.cases} candidates and {plan.assessors} assessors have their accounts")
    troupe = _troupe(plan, stage)
    with ThreadPoolExecutor(plan.at_once) as pool:
        complaints = _play(plan, troupe, pool, say)
        read = _read_results(troupe, pool)
    for bot in troupe.bots:
        bot.browser.close()
    drained = _drained()
    return _told(plan, troupe, complaints, read) | {
        "drained_after": drained, "seconds": round(time.monotonic() - started, 1),
    }  # fmt: skip


def _troupe(plan: Plan, stage: Stage) -> _Troupe:
    prompter, ledger = Prompter(), Ledger()

    def player(role: Role) -> tuple[Any, ...]:
        rng = Random(f"{plan.seed} {role.name}")  # noqa: S311
        browser = Browser(plan.base_url, role.email, stage.password, rng=rng, patience=plan.patience)
        return role, browser, prompter, ledger, rng

    scripts = write_scripts(plan.cases, plan.seed)
    candidates = [Candidate(script, *player(role)) for script, role in zip(scripts, stage.candidates, strict=True)]
    staff: list[Bot] = [Assessor(*player(role)) for role in stage.assessors]
    staff += [Lead(*player(role)) for role in stage.leads]
    return _Troupe(stage, candidates, [*staff, Coordinator(*player(stage.coordinator))], ledger)


def _play(plan: Plan, troupe: _Troupe, pool: ThreadPoolExecutor, say: Callable[[str], None]) -> list[str]:
    """Let the bots take their turns until every case is at its end, or nothing moves. Return the complaints."""
    playing: dict[Future[bool], Bot] = {}
    turns = Turns(troupe.candidates, troupe.staff, places=plan.at_once)
    length, moved, looked = watching.journal_length(), time.monotonic(), 0.0
    while True:
        for bot in turns.next(set(playing.values())):
            playing[pool.submit(_turn, bot, troupe)] = bot
        done, _ = wait(playing, timeout=SHORT_WAIT, return_when=FIRST_COMPLETED)
        for future in done:
            turns.had(playing.pop(future), acted=future.result())
        if not done and not playing:
            time.sleep(SHORT_WAIT)
        if time.monotonic() - looked < BETWEEN_LOOKS:
            continue
        looked = time.monotonic()
        if (present := watching.journal_length()) != length:
            length, moved = present, looked
        ended = _ended(plan, troupe, looked - moved, say)
        if ended is not None:
            wait(playing)
            return ended


def _turn(bot: Bot, troupe: _Troupe) -> bool:
    try:
        return bot.turn()
    except Refused as refused:
        troupe.problems[f"{type(bot).__name__}: {refused}"[:300]] += 1
    except LostTheThread as lost:
        troupe.problems[f"{type(bot).__name__}: {lost}"[:300]] += 1
    except Unanswered as silence:
        troupe.unanswered.append(f"{type(bot).__name__} {bot.role.email}: {silence}")
    return False


def _ended(plan: Plan, troupe: _Troupe, still_for: float, say: Callable[[str], None]) -> list[str] | None:
    """Return None while it goes on, else the complaints with which it ended: none where all is well."""
    found = watching.states(troupe.stage.cycles.values())
    open_cases = [(state, waits) for state, waits in found if state not in OVER]
    if len(found) == plan.cases and not open_cases:
        return []
    if len(found) == plan.cases and still_for > STILL and all(waits or state == "recorded" for state, waits in open_cases):
        return []
    if troupe.unanswered:
        return [f"the board gave no answer for {plan.patience:.0f} s: {troupe.unanswered[0]}"]
    if still_for > plan.give_up_after:
        left = Counter(state for state, _ in open_cases)
        say(f"nothing moved for {plan.give_up_after:.0f} s")
        where = ", ".join(f"{number} in {state}" for state, number in sorted(left.items()))
        unbegun = plan.cases - len(found)
        return [f"no progress for {plan.give_up_after:.0f} s: {where or 'no case open'}; {unbegun} never begun"]
    return None


def _read_results(troupe: _Troupe, pool: ThreadPoolExecutor) -> int:
    """Let every candidate look for a result. Return how many read one."""

    def look(candidate: Candidate) -> bool:
        try:
            return candidate.read_result()
        except (Refused, Unanswered) as problem:
            troupe.problems[f"Candidate: {problem}"[:300]] += 1
            return False

    return sum(pool.map(look, troupe.candidates))


def _drained() -> float | None:
    """Wait until the board owes nothing that it can do by itself. Return the seconds, None where it took too long."""
    started = time.monotonic()
    while time.monotonic() - started < DRAINED_WITHIN:
        left = watching.owed()
        if left["undone"] == left["needs_attention"]:
            return round(time.monotonic() - started, 1)
        time.sleep(0.2)
    return None


def _told(plan: Plan, troupe: _Troupe, complaints: list[str], read: int) -> dict[str, Any]:
    cycles = list(troupe.stage.cycles.values())
    kinds = {candidate.case_id: candidate.script.kind for candidate in troupe.candidates}
    final = [{**ending, "kind": kinds.get(ending["id"])} for ending in watching.endings(cycles)]
    lost, doubled = troupe.ledger.compared(watching.acts_in_journal(cycles))
    return {
        "cases": plan.cases, "assessors": plan.assessors, "seed": plan.seed, "base_url": plan.base_url,
        "cycles": troupe.stage.cycles, "complaints": complaints, "counts": watching.counts(cycles),
        "states": dict(sorted(Counter(ending["state"] for ending in final).items())), "results_read": read,
        "acts": troupe.ledger.by_action(), "lost": lost, "doubled": doubled, "doubtful": troupe.ledger.doubtful,
        "requests": sum(bot.browser.tally.requests for bot in troupe.bots),
        "repeats": _summed(bot.browser.tally.repeats for bot in troupe.bots),
        "refusals": _summed(bot.browser.tally.refusals for bot in troupe.bots),
        "problems": dict(troupe.problems.most_common(MOST_PROBLEMS)), "owed": watching.owed(), "final": final,
    }  # fmt: skip


def _summed(counters: Iterable[Counter[str]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for counter in counters:
        found += counter
    return dict(sorted(found.items()))
