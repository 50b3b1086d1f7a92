"""What a new cycle starts with: the project's own notice, in both languages, for the coordinator to make their own.

What stands in square brackets takes the figures of the policy when the cycle opens (`notice_years`).
"""

NOTICE_FR = """\
Pourquoi vous écrivez ces exemples. Ils servent à évaluer une compétence dans le cadre de ce cycle, et à rien d’autre.

Qui les lit. Deux évaluateurs les lisent, chacun de son côté. Avant que le texte s’ouvre, chacun voit une fois, sur une \
page à part, votre nom, votre unité, votre équipe et votre superviseur, pour déclarer tout conflit d’intérêts ; le texte \
lui-même est sous une référence codée, sans nom. En cas de différend ou de recours, un responsable du jury les lit \
aussi. Un autre évaluateur peut les lire pour contrôler la qualité des cotes, et deux autres si une nouvelle cote est \
demandée. Chaque lecture par un vérificateur est inscrite au journal.

Ce que vous recevez. Un niveau, les raisons de ce niveau et ce que le niveau suivant aurait demandé. Vous pouvez \
lire tout votre dossier une fois le résultat communiqué.

Ce qu’il faut laisser de côté. N’écrivez ni renseignements de contribuables ni noms de tiers : décrivez leur rôle.

Combien de temps. Le dossier est conservé [années] ans après sa fin, et au moins [années après usage] ans après sa dernière \
utilisation, puis détruit par deux personnes autorisées, ensemble.

Vos droits. Vous pouvez vous retirer tant que le niveau n’est pas consigné, demander une mesure d’adaptation, et \
exercer un recours après le résultat.
"""

NOTICE_EN = """\
Why you write these examples. They serve to assess one competency in this cycle, and nothing else.

Who reads them. Two assessors read them, each alone. Before the text opens, each sees your name, unit, team and \
supervisor once, on a page of its own, to declare any conflict of interest; the text itself stands under a coded \
reference, without a name. In a dispute or a recourse a panel lead reads them too. Another \
assessor may read them to check how well the board rates, and two others for a fresh rating. \
Each reading by an auditor is entered in the journal.

What you receive. A level, the reasons for it, and what the next level would have needed. You may read your whole \
file once the result is released.

What to leave out. Write no taxpayer information and no names of third parties: describe their role.

How long. The file is kept for [years] years after its end, and at least [years after use] years after its last use, then \
disposed of by two authorised persons together.

Your rights. You may withdraw until the level is recorded, ask for an accommodation, and seek recourse after the result.
"""

PAIR_LIMIT = 3
"""Cases the same two share at most: where they meet again and again, who of them is severe is never known."""
