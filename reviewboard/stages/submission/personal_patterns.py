"""What tells who somebody is, as it is written in French and in English: the shapes that `personal_data.py` looks for.

No shape reaches over the end of a line, and each repeats a bounded number of times, so that a long text is read in one go.
"""

import re

GAP = r"[^\S\n]"  # white space within a line, no-break spaces too
_LINK = r"[ .\u00a0\u2009\u202f\u2010\u2011-]"  # what people write between groups of digits
_MARK = rf"(?:(?:no|nos|num|nbr)\b\.?|number\b|numéro\b|n[°º]|№|#){GAP}{{0,3}}:?|:"
_OF_A_NAME = r"(?:de|du|des|da|di|del|van|von|der|le|la|St\.?|Ste\.?)"


def _shape(pattern: str, *, any_case: bool = True) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if any_case else 0)


_UPPER = r"(?=[^\W\d_])(?-i:(?![a-zà-öø-ÿ]))"  # begins with a capital, whatever its accent
NAME = rf"{_UPPER}[^\W\d_][\w\u0300-\u036f]{{0,30}}(?:['’.-]{{1,2}}[^\W\d_][\w\u0300-\u036f]{{0,30}}){{0,3}}"
FULL_NAME = rf"{NAME}(?:{GAP}{{1,2}}(?:{_OF_A_NAME}{GAP}{{1,2}}){{0,2}}{NAME}){{0,3}}"

EMAIL = _shape(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}\b")
NINE_DIGITS = _shape(
    rf"(?<![\w$€£])(?<!\d{_LINK})(?<!\d,)(?:\d{{3}}{_LINK}?){{2}}\d{{3}}(?!\w)(?!{_LINK}\d{{3}}(?!\d))(?![.,]\d)(?!{GAP}?[$€£%])"
)
PROGRAM = _shape(rf"(?<!\w)(?:\d{{3}}{_LINK}?){{2}}\d{{3}}{GAP}{{0,2}}R[CEGMNPRTZ]{GAP}{{0,2}}\d{{4}}(?!\w)")
LABELLED_SIN = _shape(
    rf"(?<!\w)(?:NAS|SIN|social{GAP}insurance(?:{GAP}(?:no\.?|number))?|assurance{GAP}sociale)\b{GAP}{{0,2}}"
    rf"(?:{_MARK})?{GAP}{{0,2}}(?P<found>\d{{3}}{_LINK}?\d{{3}}{_LINK}?\d{{3}})(?!\d)"
)
LABELLED_BUSINESS = _shape(
    rf"(?<!\w)(?:NE|BN|NEQ|business{GAP}(?:no\.?|number)|numéro{GAP}d['’]entreprise)\b{GAP}{{0,2}}"
    rf"(?:{_MARK})?{GAP}{{0,2}}(?P<found>\d{{3}}{_LINK}?\d{{3}}{_LINK}?\d{{3,4}})(?!\d)"
)
PHONE = _shape(
    rf"(?<![\w$€£])(?<!\d{_LINK})(?:\+?1{_LINK}{{0,2}})?(?:\([2-9]\d{{2}}\){_LINK}{{0,2}}|[2-9]\d{{2}}{_LINK})[2-9]\d{{2}}{_LINK}\d{{4}}"
    rf"(?:,?{GAP}{{0,2}}(?:poste|ext\.?|x){GAP}{{0,2}}\d{{1,6}})?(?!\w)(?!{_LINK}\d{{3}}(?!\d))"
)
ABROAD = _shape(rf"(?<![\w+])\+(?!1\d{{3}}\b)\d\)?(?:{_LINK}?\(?\d\)?){{6,14}}(?!\w)")  # 7 to 15 digits: ITU-T E.164
LABELLED_PHONE = _shape(
    rf"(?<!\w)(?:tél(?:éphone)?|tel|telephone|phone|cell(?:ulaire|phone)?|mobile|fax|téléc(?:opieur)?)\b\.?{GAP}{{0,2}}"
    rf"(?:{_MARK})?{GAP}{{0,2}}(?P<found>(?:\d{{3}}{_LINK}?)?\d{{3}}{_LINK}?\d{{4}})(?!\d)"
)
POSTAL = _shape(r"(?<!\w)[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ \u00a0-]?\d[ABCEGHJ-NPRSTV-Z]\d(?!\w)")
CARD = _shape(rf"(?<![\w$€£])(?<!\d{_LINK})(?:\d{_LINK}?){{12,18}}\d(?!\w)")
ACCOUNT = _shape(
    rf"(?<!\w)(?:dossiers?|compte|demande|réclamation|cotisation|facture|cas|employé|files?|account|acct|case|claim|request|"
    rf"assessment|invoice|employee|client|permis|permit|licence|PRI|CIDP){GAP}{{0,2}}(?:{_MARK}){GAP}{{0,2}}"
    rf"(?P<found>(?=[A-Z-]{{0,8}}\d)[A-Z0-9](?:[/.-]?[A-Z0-9]){{2,24}})(?!\w)"
)
LONG_ACCOUNT = _shape(
    rf"(?<!\w)(?:dossier|file|account|acct|PRI|CIDP){GAP}{{1,2}}(?P<found>(?=[A-Z-]{{0,6}}\d)[A-Z0-9](?:[/.-]?[A-Z0-9]){{5,24}})(?!\w)"
)
NUMBERED = _shape(rf"(?<!\w)(?:no\.?|n[°º]|№|#){GAP}{{0,2}}(?P<found>\d(?:[/.-]?\d){{4,24}})(?!\w)")

TITLED = _shape(
    r"(?<![\w.])(?-i:M(?:\.|me\b\.?|mes\b|lle\b\.?|M\.|e\b|r\b\.?|rs\b\.?|s\b\.?|iss\b|onsieur\b|adame\b|aître\b)|D(?:r\b\.?|re\b|octeure?\b|octor\b)|"
    rf"P(?:r\b|re\b|rof\b\.?|rofesseure?\b|rofessor\b)|monsieur\b|madame\b){GAP}{{1,2}}(?:{_OF_A_NAME}{GAP}{{1,2}})?"
    rf"(?P<name>{FULL_NAME})"
)
RELATED = _shape(
    r"(?<!\w)(?:coll(?:ègues?|eagues?)|superviseure?|supervisor|gestionnaire|manager|contribuable|taxpayer|conjointe?|spouse|husband|"
    rf"wife|mari|épouse|frère|sœur|brother|sister|amie?|friend|named|nommée?|s['’]appelle){GAP}{{1,2}}(?P<found>{FULL_NAME})"
)
AMOUNT = _shape(
    rf"(?<![\w.])(?:(?:CA?)?\$ ?\d{{1,3}}(?:[ ,\u00a0\u202f]?\d{{3}}){{0,4}}(?:\.\d{{2}})?|"
    rf"\d{{1,3}}(?:[ \u00a0\u202f]?\d{{3}}){{0,4}}(?:,\d{{2}})?{GAP}?(?:\$|dollars\b))"
)
OF_A_PERSON = _shape(
    r"(?<!\w)(?:contribuables?|taxpayers?['’]?s?|remboursement|refund|revenus? d[eu'’]|income of|son revenu|(?:his|her) income)"
    r"(?!\w)"
)
SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n")

ROLES = frozenset({
    "président", "présidente", "president", "chair", "chairman", "chairwoman", "minister", "ministre", "directeur",
    "directrice", "director", "commissaire", "commissioner", "speaker", "juge", "judge", "maire", "mairesse", "mayor",
    "secrétaire", "secretary", "premier", "première", "registraire",
})  # fmt: skip
"""What follows a title and names an office, not a person."""
