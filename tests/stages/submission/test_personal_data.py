"""What may tell who somebody is, found in French and in English; what only looks like it is left alone."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewboard.stages.submission.personal_data import FindingKind as Kind
from reviewboard.stages.submission.personal_data import find_personal, mark_of, passes_luhn

OWN, CONFIRMER = "Amélie Bergeron", "R. Roy"


def told(text):
    return [(one.kind, one.text) for one in find_personal(text, own_name=OWN, confirmer=CONFIRMER)]


TRUE = [
    ("Mon NAS est le 046 454 286.", (Kind.SOCIAL_INSURANCE, "046 454 286")),
    ("le 046454286 fut noté", (Kind.SOCIAL_INSURANCE, "046454286")),
    ("SIN: 046-454-287, mistyped", (Kind.SOCIAL_INSURANCE, "046-454-287")),
    ("with no-break spaces 046\u00a0454\u202f286", (Kind.SOCIAL_INSURANCE, "046\u00a0454\u202f286")),
    ("NE 123456789 RT0001", (Kind.BUSINESS_NUMBER, "123456789 RT0001")),
    ("their payroll account, 123456789RP0001, was", (Kind.BUSINESS_NUMBER, "123456789RP0001")),
    ("Business Number 123 456 789", (Kind.BUSINESS_NUMBER, "123 456 789")),
    ("numéro d’entreprise : 123456789", (Kind.BUSINESS_NUMBER, "123456789")),
    ("appelez le 514-555-1234, poste 22", (Kind.PHONE, "514-555-1234, poste 22")),
    ("call (613) 555-2199 or", (Kind.PHONE, "(613) 555-2199")),
    ("1 800 959-8281", (Kind.PHONE, "1 800 959-8281")),
    ("à Paris, +33 1 42 68 53 00", (Kind.PHONE, "+33 1 42 68 53 00")),
    ("at +442079460958", (Kind.PHONE, "+442079460958")),
    ("+49 (0)30 901820, in Berlin", (Kind.PHONE, "+49 (0)30 901820")),
    ("tél. : 555-1234", (Kind.PHONE, "555-1234")),
    ("écrire à r.roy@example.org.", (Kind.EMAIL, "r.roy@example.org")),
    ("K1A 0L5", (Kind.POSTAL_CODE, "K1A 0L5")),
    ("à l’adresse h2x1y4", (Kind.POSTAL_CODE, "h2x1y4")),
    ("J’ai appelé M. Tremblay hier", (Kind.PERSON, "M. Tremblay")),
    ("avec Mme Anne-Marie de la Tour-Roy", (Kind.PERSON, "Mme Anne-Marie de la Tour-Roy")),
    ("Mme E\u0301milie Gagne\u0301 y était", (Kind.PERSON, "Mme E\u0301milie Gagne\u0301")),
    ("I met Ms. O’Brien there", (Kind.PERSON, "Ms. O’Brien")),
    ("Dr Nguyen agreed", (Kind.PERSON, "Dr Nguyen")),
    ("Monsieur Le Blanc", (Kind.PERSON, "Monsieur Le Blanc")),
    ("ma collègue Anne Roy a proposé", (Kind.PERSON, "Anne Roy")),
    ("my colleague Luc helped", (Kind.PERSON, "Luc")),
    ("dossier n° 2019-4471", (Kind.ACCOUNT, "2019-4471")),
    ("file no. AB-12345 was", (Kind.ACCOUNT, "AB-12345")),
    ("account 0012345678", (Kind.ACCOUNT, "0012345678")),
    ("see #445566", (Kind.ACCOUNT, "445566")),
    ("paid with 4111 1111 1111 1111", (Kind.CARD, "4111 1111 1111 1111")),
    ("signé Amélie  Bergeron", (Kind.OWN_NAME, "Amélie  Bergeron")),
    ("AME\u0301LIE BERGERON", (Kind.OWN_NAME, "AME\u0301LIE BERGERON")),
    ("as R. Roy can confirm", (Kind.CONFIRMER, "R. Roy")),
    ("le contribuable devait 12 400 $ en 2024", (Kind.AMOUNT, "12 400 $")),
    ("the taxpayer owed $12,400.00", (Kind.AMOUNT, "$12,400.00")),
]

FALSE = [
    "046 454 287 does not pass the check", "1 046 454 286 personnes", "un budget de 046 454 286 $", "$046 454 286",
    "046 454 286 137 octets", "en 2019 2020 2021", "de 2019-2020 à 2021-2022", "111 111 111", "000 000 000",
    "123456789", "1 234 567 lignes", "100 200 300", "le formulaire T2200 et le T4A", "ISO 9001-2015", "D1A 1A1",
    "Mr. President spoke", "Mme la directrice", "Monsieur le ministre", "MS Word", "Me too", "Monsieur X et Mme B.",
    "Le réseau compte 12000 membres", "dossier 2023", "we file 2019 returns", "in case 2026 comes", "n° 44 et no 12",
    "mes collègues du bureau", "my colleague in Ottawa", "the taxpayer was heard", "le contribuable a été entendu",
    "We saved $12,400 by doing so.", "Nous avons épargné 12 400 $.", "3 500 $ par année", "a@b", "@equipe",
    "de +2 à +33 ans", "+12 345 dossiers", "+1234567890123456",
    "The head of my section", "Roy", "Bergeron", "4111 1111 1111 1112", "à 10 h 30, salle 555-1234-B",
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), TRUE)
def test_what_may_tell_who_somebody_is_is_found_in_its_place(text, found):
    assert found in told(text)
    assert [one.text for one in find_personal(text, own_name=OWN, confirmer=CONFIRMER)] == [
        text[one.start : one.end] for one in find_personal(text, own_name=OWN, confirmer=CONFIRMER)
    ]


@pytest.mark.parametrize("text", FALSE)
def test_what_only_looks_like_it_is_left_alone(text):
    assert told(text) == []


def test_an_amount_belongs_to_the_person_of_its_own_sentence():
    assert told("Mr. Smith owed $400. We spent $500 on paper.") == [(Kind.PERSON, "Mr. Smith"), (Kind.AMOUNT, "$400")]


def test_a_confirmers_role_is_no_name_and_a_single_word_neither():
    for confirmer in ("The head of my section", "Roy", ""):
        assert find_personal("The head of my section, Roy", confirmer=confirmer) == ()


def test_the_same_words_in_one_field_bear_one_mark():
    first, second = find_personal("M. Roy a écrit. J’ai répondu à M. Roy.")
    assert (first.text, mark_of("actions", first)) == (second.text, mark_of("actions", second))
    assert mark_of("actions", first) != mark_of("result", first)


def test_a_mark_outlives_other_changes_of_the_text_and_not_a_change_of_its_own_words():
    (before,) = find_personal("J’ai écrit à M. Roy.")
    (moved,) = find_personal("En mars, j’ai écrit à M. Roy.")
    (changed,) = find_personal("J’ai écrit à M. Royer.")
    assert (mark_of("actions", moved), mark_of("actions", changed) == mark_of("actions", before)) == (
        mark_of("actions", before), False,
    )  # fmt: skip


@given(st.integers(0, 10**8 - 1).map("{:08}".format))
def test_exactly_one_check_digit_passes(digits):
    assert sum(passes_luhn(digits + last) for last in "0123456789") == 1


PIECES = st.one_of(
    st.sampled_from([text for text, _found in TRUE] + FALSE),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(alphabet="M. mRoyA-é0123456789@$#’\u0301", max_size=40),
)


@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_findings_lie_in_the_text_in_order_and_apart(text):
    found = find_personal(text, own_name=OWN, confirmer=CONFIRMER)
    assert [one.text for one in found] == [text[one.start : one.end] for one in found]
    places = [place for one in found for place in (one.start, one.end)]
    assert (places == sorted(places), all(one.start < one.end for one in found)) == (True, True)


@example("0$ M", ("Mon NAS est le 046 454 286.", ()))
@given(PIECES.map(lambda text: text.replace("\n", " ")), st.sampled_from(TRUE))
def test_a_line_is_read_by_itself(before, after):
    text, _found = after
    alone = [(one.kind, one.start, one.end) for one in find_personal(text)]
    first = [(one.kind, one.start, one.end) for one in find_personal(before)]
    shift = len(before) + 1
    both = [(one.kind, one.start, one.end) for one in find_personal(f"{before}\n{text}")]
    assert both == first + [(kind, start + shift, end + shift) for kind, start, end in alone]


@pytest.mark.parametrize("piece", ["1", "1 ", "a", "Mme ", "A-", "M. A'", "$1 ", "dossier ", "a.b@", "Roy ", "046 454 286\n",
                                   " +22222222a", f" +{'2' * 24}a", f" +{'2' * 30}", " +2(2222)(2222)a"])
def test_a_hostile_text_is_read_in_little_time(piece):
    text = (piece * 40_000)[:40_000]
    begins = time.process_time()
    find_personal(text, own_name="Roy Roy", confirmer="A B")
    assert time.process_time() - begins < 1.2  # measured: below 0.3 s; two where digits may be grouped in many ways
