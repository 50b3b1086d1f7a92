"""The few sentences that no example calls for: a request, a recusal, a call for a third rating. In both languages."""

ASIDES = {
    "fr": {
        "accommodation": "Je lis avec une synthèse vocale et j’écris plus lentement. Je demande une semaine de plus "
        "pour remettre mes exemples.",
        "answer": "Votre demande est bien reçue. La date de clôture vous laisse le temps demandé.",
        "recusal": "Je pars en congé plus tôt que prévu et ne pourrai pas terminer cette cote à temps.",
        "freed": "Cette personne a quitté l’équipe des évaluateurs; une autre prend sa place.",
        "attended": "La personne candidate et la ou le responsable du jury.",
        "third": "Les deux cotes sont bien motivées, mais elles partent de passages différents. Une troisième "
        "lecture, à l’aveugle, dira lequel porte le niveau.",
        "question": "Votre exemple parle de rencontres suivies. Avez-vous une pièce datée, par exemple un ordre du jour "
        "ou un courriel, qui en montre au moins deux?",
        "supplement": "Voici ce que j’ai retrouvé : les deux rencontres ont eu lieu en mars et en mai, avec les mêmes "
        "personnes, et la liste que nous tenions à jour portait les deux dates.",
        "deadlock": "Nous avons relu chaque passage ensemble et chacun maintient sa lecture : à la responsable ou au "
        "responsable du jury de décider.",
        "kept": "J’ai relu les passages que vous citez et je maintiens ma lecture : ils ne montrent pas davantage.",
        "refuse": "Les deux cotes s’appuient sur un seul passage, et aucune ne discute la règle de preuve du niveau.",
        "decline": "Les motifs ne disent pas encore ce qui écarte la cote la plus haute : ce point est à reprendre.",
    },
    "en": {
        "accommodation": "I read with a screen reader and write more slowly. I ask for one more week to hand in my "
        "examples.",
        "answer": "Your request has arrived. The closing date leaves you the time you ask for.",
        "recusal": "My leave begins earlier than planned, and I could not finish this rating in time.",
        "freed": "This person has left the pool of assessors; somebody else takes the place.",
        "attended": "The candidate and the panel lead.",
        "third": "Both ratings give sound reasons, but they start from different passages. A third reading, blind, "
        "will tell which of them carries the level.",
        "question": "Your example speaks of meetings that went on. Do you have a dated page, an agenda or a message for "
        "instance, that shows at least two of them?",
        "supplement": "This is what I found: the two meetings took place in March and in May, with the same people, and "
        "the list that we kept bore both dates.",
        "deadlock": "We went through every passage together and each of us keeps the reading: a panel lead has to "
        "decide.",
        "kept": "I read the passages you cite again and I keep my reading: they show no more than that.",
        "refuse": "Both ratings rest on a single passage, and neither of them weighs the evidence rule of the level.",
        "decline": "The reasons do not say yet what speaks against the higher rating: please take that point up again.",
    },
}


def aside(language: str, about: str) -> str:
    """Return one of the sentences. Raises KeyError for an unknown one."""
    return ASIDES[language][about]
