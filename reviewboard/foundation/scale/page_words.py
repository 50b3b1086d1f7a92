"""The words by which a published page is recognised: data, one set per language. `fold` makes them comparable."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reviewboard.foundation.scale.shape import EvidenceRuleKind


def fold(words: str) -> str:
    """`words` without case, accents, kinds of apostrophe and of blank, and blanks around a slash or before a colon."""
    plain = unicodedata.normalize("NFKD", words.replace("’", "'")).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r" ?/ ?", "/", re.sub(r"\s+", " ", plain)).replace(" :", ":").strip()


@dataclass(frozen=True)
class PageWords:
    """The markers of one language, folded, except `pointer` and `abbreviations`, which read the page as it stands."""

    definition: str
    motivation: str
    about: str
    illustration: str
    means: tuple[str, ...]
    does_not_mean: tuple[str, ...]
    purpose: str
    gradation: str
    ends: tuple[str, str]
    concept: str
    in_other_words: str
    at_this_level: str
    example: str
    level: str
    page_details: str
    page_furniture: tuple[str, ...]
    pointer: re.Pattern[str]
    abbreviations: tuple[str, ...]
    measures: tuple[str, ...]
    dimensions: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]
    rules: dict[EvidenceRuleKind, tuple[str, ...]]


FRENCH = PageWords(
    definition="definition",
    motivation="motivation fondamentale",
    about="il s'agit de",
    illustration="exemple",
    means=("c'est",),
    does_not_mean=("ce n'est pas",),
    purpose="but de cette competence",
    gradation="gradation de l'echelle",
    ends=("niveaux inferieurs", "niveaux superieurs"),
    concept="concept sous-jacent",
    in_other_words="en d'autres mots",
    at_this_level="a ce niveau",
    example="exemple/contexte",
    level="niveau",
    page_details="details de la page",
    page_furniture=("date de modification",),
    pointer=re.compile(
        r"la compétence «?\s*(?P<name>[A-ZÀ-Ý][^.,;:()«»]{0,80}?)"
        r"(?=\s*(?:»|[.,;:()]|(?:et|ou)(?: de)? la compétence|qui |car |puisque |$))"
    ),
    abbreviations=("p. ex.", "c.-à-d.", "M.", "Mme."),
    measures=("degre", "niveau", "de", "d", "du", "la", "le", "l", "les"),
    dimensions={"effort": "effort", "benefice": "benefit"},
    synonyms={"benefice": ("avantage",)},
    rules={
        EvidenceRuleKind.MORE_THAN_ONE_CONTACT: ("plus d'un contact",),
        EvidenceRuleKind.SINGLE_CONTACT_LEADS_ON: ("seule personne", "seul contact"),
        EvidenceRuleKind.SERIES_COUNTS_AS_ONE: ("serie de contacts",),
    },
)

ENGLISH = PageWords(
    definition="definition",
    motivation="core motivation",
    about="it is about",
    illustration="example",
    means=("means", "is"),
    does_not_mean=("does not mean", "is not"),
    purpose="purpose of this competency",
    gradation="scale gradation",
    ends=("lower levels", "higher levels"),
    concept="underlying concept",
    in_other_words="in other words",
    at_this_level="at this level",
    example="example/context",
    level="level",
    page_details="page details",
    page_furniture=("date modified",),
    pointer=re.compile(
        r"\b[Tt]he (?P<name>[A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|and|of|with|for|in|to)){0,8}) competency\b"
    ),
    abbreviations=("e.g.", "i.e.", "Mr.", "Ms.", "Mrs.", "Dr."),
    measures=("degree", "level", "of", "the"),
    dimensions={"effort": "effort", "benefit": "benefit"},
    synonyms={"benefit": ("advantage",)},
    rules={
        EvidenceRuleKind.MORE_THAN_ONE_CONTACT: ("more than one contact",),
        EvidenceRuleKind.SINGLE_CONTACT_LEADS_ON: ("one person", "single person", "single contact"),
        EvidenceRuleKind.SERIES_COUNTS_AS_ONE: ("series of contacts", "series of individual contacts"),
    },
)

PAGE_WORDS = {"fr": FRENCH, "en": ENGLISH}

# Codes of the competencies this project speaks of, by their folded names; any other gets a code from its name.
COMPETENCY_CODES = {
    "collaboration avec les partenaires et intervenants": "collaboration",
    "collaboration with partners and stakeholders": "collaboration",
    "service d'excellence": "service-excellence",
    "service excellence": "service-excellence",
    "leadership": "leadership",
    "travail d'equipe et collaboration": "teamwork",
    "teamwork and collaboration": "teamwork",
}


def competency_code(name: str) -> str:
    """The code of the competency called `name`, in either language: at most 64 letters, digits and hyphens."""
    return COMPETENCY_CODES.get(fold(name)) or slug(name)


def slug(name: str) -> str:
    """`name` in small letters, digits and single hyphens, at most 64 characters; "unnamed" when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:64].strip("-") or "unnamed"
