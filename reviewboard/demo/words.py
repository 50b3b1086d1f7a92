"""The few sentences of the demo that no example calls for, in both languages."""

WORDS = {
    "fr": {
        "accommodation": "Je lis avec une synthèse vocale et j’écris plus lentement. Je demande une semaine de plus "
        "pour remettre mes exemples.",
        "recusal": "Je pars en congé plus tôt que prévu et ne pourrai pas terminer cette cote à temps.",
        "third": "Les deux cotes sont bien motivées, mais elles partent de passages différents. Une troisième "
        "lecture, à l’aveugle, dira lequel porte le niveau.",
    },
    "en": {
        "accommodation": "I read with a screen reader and write more slowly. I ask for one more week to hand in my "
        "examples.",
        "recusal": "My leave begins earlier than planned, and I could not finish this rating in time.",
        "third": "Both ratings give sound reasons, but they start from different passages. A third reading, blind, "
        "will tell which of them carries the level.",
    },
}


def say(language: str, what: str) -> str:
    """Return one of the sentences. Raises KeyError for an unknown one."""
    return WORDS[language][what]
