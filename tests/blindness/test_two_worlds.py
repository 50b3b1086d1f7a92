"""Two boards that differ in one secret answer whoever may not know it with the same bytes, on every page that opens to them.

Both begin as the same file, at the same moment, which does not pass, and what the board draws by lot on the way to either is
drawn alike (`dice`). What is masked: a form's token, the same token for scripts, a form's key (`reading.MASKS`); nothing else.
"""

import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewboard.config import Settings
from reviewboard.extensions import db
from tests.blindness.addresses import Address, addresses, ids_of
from tests.blindness.board import Blind
from tests.blindness.dice import thrown_alike
from tests.blindness.owning import Owning
from tests.blindness.reading import Answer, Person
from tests.blindness.secrets_of_decisions import DECISIONS, RECORDS
from tests.blindness.secrets_of_rating import RATING
from tests.blindness.tally import Tally, differs
from tests.blindness.worlds import Secret, World, nothing, rows
from tests.lengths import LONG, length
from tests.walking import seats_of

pytestmark = [pytest.mark.once, pytest.mark.long]
SECRETS = (*RATING, *DECISIONS, *RECORDS)
TURNS = length(usual=4, long=1)  # of so many secrets one has its turn each day
LISTS = (
    ("assessor.queue", "/desk?sort=oldest"), ("assessor.queue", "/desk?state=sealed"), ("panel.board", "/panel?cycle={cycle}"),
    *(("panel.cases", f"/panel/cases?cycle={{cycle}}&stage={stage}") for stage in ("rating", "consensus", "record")),
    *(("panel.board", f"/panel/{what}?cycle={{cycle}}") for what in ("quality", "recourse", "releases")),
    *(("coordinator.cases", f"/cycles/{{cycle}}/cases?standing={standing}") for standing in ("rating", "late", "recorded")),
)  # fmt: skip
ALL = os.environ.get("TURN") == "all"  # every secret has its turn, each as briefly as in the usual run
NAMED = os.environ.get("SECRET", "")  # those alone whose name holds these words
OPEN, CLOSED = 4, 1  # pages that each person asks for in the usual run: of those that open to them, of the others
ELSEWHERE = {"account", "health", "showcase"}  # one's own settings and what anybody reads
ALWAYS = {"own_data.download"}  # everything about whoever asks, so every secret could be in it
OF_THE_WHOLE = {"auditor.verification"}  # it prints the head of a chain in which every id of a board stands


class Worlds:
    """The filled board with everybody signed in, put back again and again, and what each person reads on it."""

    def __init__(self, blind: Blind, folder: Path, database: Path, put_back: Callable[[Path], None]) -> None:
        self.blind, self.kept, self._put_back = blind, folder / "signed-in.sqlite3", put_back
        self.owning = Owning(blind)
        self.tally = Tally(self.owning, blind.app.extensions["access"])
        self.people: dict[str, Person] = {}
        for secret in SECRETS:
            world = self.world(secret)
            for account in (*secret.people(world).values(), *world.spares()):
                if account not in self.people:
                    self.people[account] = Person(blind.app, account, blind.now)
        with blind.app.app_context(), db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(database, self.kept)
        self._read: dict[tuple[str, str], Answer] = {}
        self._ways: dict[str, list[Address]] = {}
        self.pages = self.compared = 0

    def world(self, secret: Secret) -> World:
        """Return the board as it stands, about a secret's case."""
        return World(self.blind, self.blind.extra[secret.case])

    def ways(self, case_id: str) -> list[Address]:
        """Return every page of a case, and every list with its ways to filter and sort."""
        if case_id not in self._ways:
            made = addresses(self.blind.app, ids_of(self.blind, self.owning.case(case_id)))
            cycle = self.owning.case(case_id).cycle_id
            lists = [Address(endpoint, "GET", path.format(cycle=cycle), path) for endpoint, path in LISTS]
            pages = [one for one in made if one.method == "GET" and one.endpoint not in OF_THE_WHOLE]
            pages = [one for one in pages if one.endpoint.split(".")[0] not in ELSEWHERE]
            self._ways[case_id] = pages + lists
        return self._ways[case_id]

    def asked(self, secret: Secret, account: str) -> list[str]:
        """Return what somebody asks: all that opens to them, and what is refused in their own part of the board.

        In the usual run a few of either take their turn.
        """
        case = self.owning.case(self.blind.extra[secret.case])
        ways = self.ways(case.case_id)
        open_to = [one.path for one in ways if self.tally.account_may(case, account, one)]
        parts = {address.endpoint.split(".")[0] for address in ways if address.path in open_to}
        closed = [one.path for one in ways if one.path not in open_to and one.endpoint.split(".")[0] in parts]
        if LONG:
            return open_to + closed
        always = [one.path for one in ways if one.endpoint in ALWAYS]
        taking_turns = [path for path in open_to if path not in always]
        return always + _some(taking_turns, OPEN, secret.name) + _some(closed, CLOSED, secret.name)

    def differing(self, secret: Secret) -> list[str]:
        """Return where the two boards of a secret answer differently to somebody from whom it is kept."""
        told = self._told(secret)
        world = self.world(secret)  # who is who around a case is asked of the board as it was, not as a secret left it
        people, case_id = secret.people(world, told), world.case_id
        assert not told & set(people.values()), f"{secret.name}: it is kept from whoever is given a seat by it"
        asked = [(who, account, path) for who, account in people.items() for path in self.asked(secret, account)]
        if secret.one is not nothing:
            self.made(secret, secret.one)
            before = {(account, path): self._ask(account, path) for _who, account, path in asked}
        else:
            unread = [one for one in asked if (one[1], one[2]) not in self._read or self._is_noted(one[1])]
            self._read |= {(account, path): self._ask(account, path) for _who, account, path in unread}
            before = self._read
        self.made(secret, secret.other)
        found = []
        for who, account, path in asked:
            first, second = before[account, path], self._ask(account, path)
            self.pages += first.status == 200
            self.compared += 1
            if first != second:
                found.append(f"{secret.name}: {who} at {path.replace(case_id, '·')}: {differs(first, second)}")
        return found

    def _told(self, secret: Secret) -> frozenset[str]:
        """Return who is given a seat on the case in either world, and leave the board as it was before both."""
        seated = set()
        for change in (secret.one, secret.other):
            self.made(secret, change)
            seated |= self._seated(self.blind.extra[secret.case])
        self._put_back(self.kept)
        return frozenset(seated - self._seated(self.blind.extra[secret.case]))

    def _seated(self, case_id: str) -> set[str]:
        return {account for _seat, account in seats_of(self.blind.build, case_id).values()}

    def _is_noted(self, account: str) -> bool:
        """Whether what somebody looks at is entered in the journal: then both boards are asked from their beginning."""
        return self.owning.person(account).auditor

    def made(self, secret: Secret, change: Callable[[World], None]) -> None:
        """Put the board back and do one thing of a secret to it."""
        self._put_back(self.kept)
        with thrown_alike(secret.name):
            change(self.world(secret))

    def _ask(self, account: str, path: str) -> Answer:
        return self.people[account].ask(path)


def _some(paths: list[str], most: int, turn: str) -> list[str]:
    return sorted(paths, key=lambda path: zlib.crc32(f"{turn} {path}".encode()))[:most]


@pytest.fixture
def worlds(blind: Blind, settings: Settings, tmp_path: Path, empty_the_board: Callable[..., None]) -> Worlds:
    """Two boards, one after the other."""
    evidence = settings.data_dir / "evidence"
    shutil.copytree(evidence, tmp_path / "evidence")

    def put_back(content: Path) -> None:
        empty_the_board(content)
        shutil.copytree(tmp_path / "evidence", evidence, dirs_exist_ok=True)

    return Worlds(blind, tmp_path, Path(settings.database_url.removeprefix("sqlite:///")), put_back)


def test_there_are_enough_secrets_and_each_has_a_name_of_its_own():
    assert (len({secret.name for secret in SECRETS}) == len(SECRETS), len(SECRETS) >= 30) == (True, True)


def _chosen(today: int) -> list[Secret]:
    """Return the secrets that have their turn on a day: those of a name where one is asked for, some or all of them else."""
    if NAMED:
        return [secret for secret in SECRETS if NAMED in secret.name]
    return [secret for number, secret in enumerate(SECRETS) if ALL or (number + today) % TURNS == 0]


def test_what_is_done_to_a_board_twice_leaves_the_same_board(worlds):
    """Two worlds that are not built alike differ in more than a secret: in who drew a seat, in a number, in a moment."""
    found = {}
    for secret in _chosen(worlds.blind.now.toordinal()):
        worlds.made(secret, secret.other)
        first = rows(worlds.blind)
        worlds.made(secret, secret.other)
        found[secret.name] = sorted(first ^ rows(worlds.blind))
    assert {name: differing for name, differing in found.items() if differing} == {}


def test_two_boards_that_differ_in_a_secret_answer_alike_whoever_may_not_know_it(worlds, record_property):
    chosen = _chosen(worlds.blind.now.toordinal())
    found = [line for secret in chosen for line in worlds.differing(secret)]
    told = {"secrets": len(chosen), "of": len(SECRETS), "answers compared": worlds.compared, "of open pages": worlds.pages}
    record_property("blindness in two worlds", {**told, "differing": len(found)})
    assert found == [], "\n".join(found)
    assert worlds.compared > (0 if NAMED else length(usual=150, long=3000))
    assert NAMED or len(chosen) >= (len(SECRETS) if LONG else 12)
