"""What a page leaves unsaid and every scale must say: whose words it is in, and the outcomes besides a level."""

from __future__ import annotations

from reviewboard.foundation.scale.shape import BesidesLevel, OutcomeName, Wording, WordingKind
from reviewboard.foundation.scale.text import Text

OFFICIAL_WORDING = Wording(
    WordingKind.OFFICIAL,
    Text(
        fr="Libellé officiel de l’organisation, lu tel quel sur la page qu’elle a publiée.",
        en="The organization’s official wording, read as it stands from the page it published.",
    ),
)

OUTCOMES = (
    OutcomeName(
        BesidesLevel.NOT_DEMONSTRATED,
        Text(fr="Compétence non démontrée", en="Not demonstrated"),
        Text(
            fr="Les exemples ne démontrent pleinement aucun des niveaux de l’échelle.",
            en="The examples do not fully demonstrate any level of the scale.",
        ),
    ),
    OutcomeName(
        BesidesLevel.OTHER_COMPETENCY,
        Text(fr="Autre compétence", en="Other competency"),
        Text(
            fr="Les exemples démontrent une autre compétence, que l’on nomme.",
            en="The examples demonstrate another competency, which is named.",
        ),
    ),
    OutcomeName(
        BesidesLevel.INSUFFICIENT_EVIDENCE,
        Text(fr="Preuves insuffisantes", en="Insufficient evidence"),
        Text(
            fr="Les exemples n’en disent pas assez pour que l’on puisse choisir un niveau.",
            en="The examples do not say enough for a level to be chosen.",
        ),
    ),
)
