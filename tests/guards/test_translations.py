"""Both languages are complete: no message without its French, none that the source no longer has, no lost placeholder."""

import re

import pytest

from setup.messages import french, gathered

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
CATALOGUE = {
    (message.id if isinstance(message.id, str) else message.id[0], message.context): message
    for message in french()
    if message.id
}
SOURCE = {
    (message.id if isinstance(message.id, str) else message.id[0], message.context): message
    for message in gathered()
    if message.id
}


def _strings(message):
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


def test_every_message_of_the_source_is_in_french():
    silent = [
        key for key in SOURCE if key not in CATALOGUE or not all(_strings(CATALOGUE[key])) or CATALOGUE[key].fuzzy
    ]
    assert silent == []


def test_the_catalogue_holds_nothing_that_the_source_no_longer_says():
    assert [key for key in CATALOGUE if key not in SOURCE] == []


@pytest.mark.parametrize("message", list(CATALOGUE.values()), ids=lambda message: str(message.id)[:40])
def test_a_translation_keeps_the_placeholders_of_its_message(message):
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = set().union(*(PLACEHOLDER.findall(text) for text in ids))
    for string in _strings(message):
        assert set(PLACEHOLDER.findall(string)) - wanted == set()
    assert set().union(*(PLACEHOLDER.findall(string) for string in _strings(message))) == wanted


WRONG = re.compile(
    r"(?<![\u00a0\u202f])[;!?»](?![\w=])"  # a high sign without its narrow space
    r"|(?<![\u00a0\u202f]):(?=\s|$)"
    r"|«(?![\u00a0\u202f])"
    r"|\"|(?<=\w)'(?=\w)"  # straight marks
)


@pytest.mark.parametrize("message", list(CATALOGUE.values()), ids=lambda message: str(message.id)[:40])
def test_french_typography_is_kept(message):
    found = [WRONG.findall(re.sub(r"%\(\w+\)[sd]|https?://\S+|&\w+;", "x", string)) for string in _strings(message)]
    assert found == [[] for _ in found]
