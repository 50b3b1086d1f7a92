"""What is sealed comes back whole by the board's key alone, however little of it was changed."""

import pytest
from flask import Flask

from reviewboard.foundation.sign_in.sealing import seal, unseal

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BEFORE = (  # the same, by the same key, as boards sealed before
    "gAAAAABrC4eLPYUOc7aggGivxxT_fzyg_aDb-G7Bg7AnW7iJ-aRZWSAM4ZyhS70zXDaiZgFCCUiwZghm8bkMn3BDCIXha-MLbufM9_c4rllgI-etTzD9VQI="
)


@pytest.fixture(autouse=True)
def board():
    """Anything with a key."""
    app = Flask("sealing")
    app.config["SECRET_KEY"] = "only for this test, sixteen and more"
    with app.app_context():
        yield app


def test_what_is_sealed_comes_back_and_looks_otherwise_each_time(board):
    first, second = seal(SECRET), seal(SECRET)
    assert (unseal(first), unseal(second), first == second, SECRET in first) == (SECRET, SECRET, False, False)
    board.config["SECRET_KEY"] += "!"
    assert (unseal(first), unseal(BEFORE)) == (None, None)


def test_nothing_of_it_may_be_changed():
    sealed = seal(SECRET)
    changed = [sealed[:at] + ("B" if sign == "A" else "A") + sealed[at + 1 :] for at, sign in enumerate(sealed)]
    changed += [sealed[:-4], sealed + "AAAA", "gcm:", "", "gcm:é"]
    assert [one for one in changed if unseal(one) is not None] == []


def test_what_was_sealed_before_is_still_read():
    assert unseal(BEFORE) == SECRET[:16]
