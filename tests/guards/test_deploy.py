"""What an organisation deploys names the board's processes and settings as they are, and nothing runs as root."""

import ast
import configparser
import re

import pytest
import yaml

from reviewboard.processes import COMMANDS
from reviewboard.setting_names import NAMES
from tests.guards.source import ROOT, tree_of

DEPLOY = ROOT / "deploy"
OF_THE_IMAGE = {"DATA_DIR", "LISTEN"}
OF_THE_CONTAINER = {"PORT"}  # published elsewhere by `ports`
OWNERS = "MIGRATIONS_DATABASE_URL"
FOR_ALL = [".venv/bin/python", "-m", "reviewboard.supervisor"]


def settings():
    """Return the names of all settings: the words in capitals of the modules that read them."""
    words = (node for file in ("config.py", "oidc_settings.py") for node in ast.walk(tree_of(ROOT / "reviewboard" / file)))
    said = {node.value for node in words if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {word for word in said if re.fullmatch(r"[A-Z][A-Z0-9_]{2,}[A-Z0-9]", word)}


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def unit(name):
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read(DEPLOY / "systemd" / name)
    return parser


def test_every_setting_stands_in_the_operators_page_and_in_the_example():
    page = (ROOT / "docs" / "operations.md").read_text("utf-8").split("## Settings\n")[1].split("\n## ")[0].split("\n### ")[0]
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}
    example = set(re.findall(r"^# ([A-Z][A-Z0-9_]+)(?==| )", (ROOT / ".env.example").read_text("utf-8"), re.M))
    assert settings() == set(NAMES)
    assert (settings() - told, told - settings()) == (set(), set())
    assert (settings() - example, example - settings()) == (set(), set())


def test_the_containers_are_the_supervisors_processes_with_every_setting():
    services = compose()["services"]
    running = {name: service for name, service in services.items() if service.get("image") == "board" and name != "upgrade"}
    assert {name: service["command"] for name, service in running.items()} == {name: [name] for name in COMMANDS}
    for service in running.values():
        assert set(service["environment"]) == settings() - OF_THE_IMAGE - OF_THE_CONTAINER - {OWNERS}
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["depends_on"]["upgrade"] == {"condition": "service_completed_successfully"}
    assert running["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_what_passes_through_a_container_takes_disk_and_no_memory():
    services = compose()["services"]
    assert "TMPDIR=/data " in (DEPLOY / "Containerfile").read_text("utf-8")
    assert {(service["tmpfs"][0], service["mem_limit"]) for name, service in services.items() if name in COMMANDS} == {
        ("/tmp:size=64m", "2g"),
    }  # fmt: skip


def test_the_tables_are_waited_for_where_the_board_reaches_them():
    """While its accounts are made the database answers on its socket alone."""
    assert "pg_isready -h 127.0.0.1" in compose()["services"]["db"]["healthcheck"]["test"][1]


def test_the_owner_of_the_tables_is_known_to_the_upgrade_alone():
    services = compose()["services"]
    assert {name for name, service in services.items() if OWNERS in service.get("environment", {})} == {"upgrade"}
    assert (services["upgrade"]["entrypoint"], services["upgrade"]["command"]) == ([".venv/bin/flask"], ["db", "upgrade"])
    files = {name: (DEPLOY / "systemd" / name).read_text("utf-8") for name in ("board@.service", "board-upgrade.service")}
    assert {name: "/etc/board/owner" in text for name, text in files.items()} == {
        "board@.service": False, "board-upgrade.service": True,
    }  # fmt: skip


def test_the_image_starts_the_supervisor_as_an_account_of_its_own():
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    said = {line.split()[0]: line for line in lines if line and not line.startswith(("#", " "))}
    assert said["USER"] == "USER board"
    assert ast.literal_eval(said["ENTRYPOINT"].partition(" ")[2]) == FOR_ALL
    assert set(re.findall(r"([A-Z_]+)=", said["ENV"])) >= OF_THE_IMAGE
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".git", ".env", ".venv*", "data", "tests", "bench", "docs"} <= set(left_out)


def test_the_units_are_the_supervisors_processes():
    wanted = set(unit("board.target")["Unit"]["Wants"].split())
    assert wanted == {f"board@{name}.service" for name in COMMANDS}
    assert unit("board@.service")["Service"]["ExecStart"] == f"/srv/board/{' '.join(FOR_ALL)} %i"


@pytest.mark.parametrize("name", ["board@.service", "board-upgrade.service"])
def test_no_unit_runs_as_root(name):
    service = unit(name)["Service"]
    assert (service["User"], service["NoNewPrivileges"], service["ProtectSystem"]) == ("board", "yes", "strict")


def test_every_migration_says_in_the_operators_page_what_it_locks():
    page = (ROOT / "docs" / "operations.md").read_text("utf-8").split("## Upgrades\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| (\d{4}) \|", page, re.M)
    numbers = sorted(file.name[:4] for file in (ROOT / "reviewboard" / "migrations" / "versions").glob("0*.py"))
    assert told == [number for number in numbers if number > "0034"]  # tests/test_upgrade_in_use.py finds what to write there
