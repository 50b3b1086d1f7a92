"""The pinned lists and their locks agree, every direct line says why it is there, and no address is written down."""

import re

import pytest

from reviewboard.config import ROOT

LINE = re.compile(r"^(?P<name>[a-z0-9-]+)(\[[a-z,]+\])?==(?P<version>[\w.]+) +# \S.+$")
LISTS = ["requirements", "requirements-test"]


def direct(name: str) -> dict[str, str]:
    """The pins of a list, name → version; fails on a line that is not pinned or gives no reason."""
    pins = {}
    for line in (ROOT / f"{name}.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            found = LINE.match(line)
            assert found, f"not a pin with its reason: {line}"
            pins[found["name"]] = found["version"]
    return pins


def locked(name: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for found in re.finditer(r"^([a-z0-9-]+)==(\S+)", (ROOT / f"{name}.lock").read_text(), re.MULTILINE):
        pins.setdefault(found[1], set()).add(found[2])
    return pins


@pytest.mark.parametrize("name", LISTS)
def test_lock_holds_each_direct_pin(name):
    in_lock = locked(name)
    wanted = direct(name)
    assert len(wanted) > 5
    assert {package: in_lock.get(package) for package in wanted} == {
        package: {version} for package, version in wanted.items()
    }


@pytest.mark.parametrize("name", LISTS)
def test_every_locked_package_has_hashes(name):
    text = (ROOT / f"{name}.lock").read_text()
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_both_locks_install_together():
    board, tests = locked("requirements"), locked("requirements-test")
    shared = board.keys() & tests.keys()
    assert {package: tests[package] for package in shared} == {package: board[package] for package in shared}


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements.lock", "requirements-test.txt", "requirements-test.lock"]
)
def test_no_index_address_is_written_down(name):
    lines = (ROOT / name).read_text().splitlines()
    assert [line for line in lines if "://" in line or line.startswith("--")] == []
