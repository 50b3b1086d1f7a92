"""Would the tests notice? Plants twenty defects, one at a time, in a copy of the board, and runs the tests that should fail.

    python -m bench.planted [NUMBER …]

`bench/defects.py` has them. A defect is caught when its tests ran and one of them failed: a copy that cannot be imported is a
mistake of ours, and counts as not caught. Returns 1 where fewer than nineteen of twenty are caught.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.defects import DEFECTS, Defect
from reviewboard.config import ROOT

LEAST = 0.95
AT_TOP = {".git", ".venv", "data", "docs", "mutants", "test-results"}  # of the whole folder, what no test needs


def copied(folder: Path) -> Path:
    """Return a copy of the board that stands on the same packages."""
    copy = folder / "board"
    shutil.copytree(ROOT, copy, ignore=_left_out)
    (copy / ".venv").symlink_to((ROOT / ".venv").resolve())
    return copy


def _left_out(folder: str, names: list[str]) -> set[str]:
    passing = {name for name in names if name == "__pycache__" or name.endswith("_cache")}
    return passing | (AT_TOP & set(names) if Path(folder) == ROOT else set())


def planted(copy: Path, defect: Defect) -> tuple[bool, str]:
    """Plant one defect, run its tests, take it out again. Return whether it was caught, and what the run said last.

    Raises ValueError where the words that are to change do not stand there exactly once.
    """
    file = copy / defect.file
    whole = file.read_text("utf-8")
    if whole.count(defect.old) < 1:
        raise ValueError(f"{defect.name}: {defect.old!r} is not in {defect.file}")
    file.write_text(whole.replace(defect.old, defect.new, 1), "utf-8")
    try:
        environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SECRET", "TESTS")}
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *defect.tests],
            cwd=copy, env=environ | {"TURN": "all"}, text=True, capture_output=True, check=False,
        )  # fmt: skip
    finally:
        file.write_text(whole, "utf-8")
    said = re.findall(r"^(?:FAILED|ERROR) (\S+)", ran.stdout, re.MULTILINE)
    return ran.returncode == 1 and "\nFAILED " in ran.stdout, said[0] if said else ran.stdout.strip()[-80:]


def main(arguments: list[str]) -> int:
    """Plant, run, print; return 1 where too few are caught."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("numbers", type=int, nargs="*", help="which of the defects; all of them unless told")
    chosen = asked.parse_args(arguments).numbers or range(1, len(DEFECTS) + 1)
    caught = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        for number in chosen:
            began = time.monotonic()
            noticed, by = planted(copy, DEFECTS[number - 1])
            caught += noticed
            word = "caught" if noticed else "MISSED"
            print(f"{number:2} {word} {time.monotonic() - began:4.0f} s  {DEFECTS[number - 1].name}: {by}", flush=True)
    print(f"caught {caught} of {len(chosen)}")
    return int(caught < LEAST * len(chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
