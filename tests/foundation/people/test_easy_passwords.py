"""What many would try first is refused, and no sentence that somebody thought of."""

import pytest

from reviewboard.foundation.people.easy_passwords import PasswordTooEasy, require_hard_to_guess, too_easy
from reviewboard.foundation.people.invitations import invite, token_of
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.tables import Account


@pytest.mark.parametrize(
    "password",
    ["password1234", "Passw0rd!!!!", "P@$$w0rd 2026", "123456789012", "qwertyuiop12", "azertyuiop123", "aaaaaaaaaaaaaaa",
     "abcabcabcabcabc", "motdepasse2026", "Bienvenue2026!", "reviewboard1", "Évaluation 2026", "iloveyou12345", "qwerty-azerty",
     "Canada-Revenue-Agency", "abcdefghijklmnop", "soleil soleil", "1qaz2wsx3edc", "q1w2e3r4t5y6", "zaq12wsxcde3",
     "iloveyouforever", "12/11/2010 12", "R3v13wB0ard2026", "janvier2026!!", "Jetaimemaman1"],
)  # fmt: skip
def test_what_many_would_try_first_is_refused(password):
    assert too_easy(password)


@pytest.mark.parametrize(
    "password",
    ["a sentence to remember", "a calm reading room", "une phrase à retenir", "correct horse battery staple", "vTq8-zkW2-mRp5",
     "another sentence to keep", "nine herons over the weir", "日本語のパスワードは長くて良いものです"],
)  # fmt: skip
def test_a_sentence_that_somebody_thought_of_is_taken(password):
    assert not too_easy(password)


def test_an_estimate_looks_at_the_beginning_alone():
    """What 72 signs may mean takes it five seconds, and who chooses the signs chooses the time."""
    strong = "vTq8-zkW2-mRp5"
    assert (too_easy("xy" * 12 + strong), too_easy(strong + "xy" * 12)) == (True, False)


@pytest.mark.parametrize("password", ["Tremblay2026", "j.tremblay-josee", "Josée Tremblay 1"])
def test_ones_own_name_and_address_are_refused(password):
    with pytest.raises(PasswordTooEasy):
        require_hard_to_guess(password, email="j.tremblay@example.org", name="Josée Tremblay")
    require_hard_to_guess("nine herons over the weir", email="j.tremblay@example.org", name="Josée Tremblay")


def test_the_pages_refuse_it_and_leave_the_link_usable(build, visit):
    from reviewboard.extensions import db

    person = build.person("Josée Tremblay")
    token = build.do(lambda: token_of(invite(db.session.get_one(Account, person), actor=SYSTEM, now=build.now)))
    kept = "nine herons over the weir"
    visitor = visit()
    sent = [visitor.post(f"/welcome/{token}", {"new": one, "again": one}).status_code for one in ("JoseeTremblay1", kept)]
    easy = {"present": kept, "new": "JoseeTremblay1", "again": "JoseeTremblay1"}
    assert (sent, visitor.post("/account/password", easy).status_code) == ([422, 302], 422)
    assert visit().post("/sign-in", {"email": "person1@example.org", "password": kept}).status_code == 302
