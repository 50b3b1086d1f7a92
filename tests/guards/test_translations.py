"""Both languages are complete: no message without its French, none that the source no longer has, no lost placeholder."""

import re

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


def _ids(message):
    return message.id if isinstance(message.id, tuple | list) else (message.id,)


def test_every_message_of_the_source_is_in_french():
    silent = [
        key for key in SOURCE if key not in CATALOGUE or not all(_strings(CATALOGUE[key])) or CATALOGUE[key].fuzzy
    ]
    assert silent == []


def test_the_catalogue_holds_nothing_that_the_source_no_longer_says():
    assert [key for key in CATALOGUE if key not in SOURCE] == []


def _placeholders(texts):
    return set().union(*(PLACEHOLDER.findall(text) for text in texts))


def test_a_translation_keeps_the_placeholders_of_its_message():
    lost = [one.id for one in CATALOGUE.values() if _placeholders(_strings(one)) != _placeholders(_ids(one))]
    assert lost == []


WRONG = re.compile(
    r"(?<![\u00a0\u202f])[;!?»](?![\w=])"  # a high sign without its narrow space
    r"|(?<![\u00a0\u202f]):(?=\s|$)"
    r"|«(?![\u00a0\u202f])"
    r"|\"|(?<=\w)'(?=\w)"  # straight marks
)


def test_french_typography_is_kept():
    said = [re.sub(r"%\(\w+\)[sd]|https?://\S+|&\w+;", "x", string) for one in CATALOGUE.values() for string in _strings(one)]
    assert [text for text in said if WRONG.search(text)] == []
