"""Names and numbers of companies, as they compare."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.company_names import (
    company_numbers,
    folded_names,
    keys_hold,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boulangerie Éloy SARL", "BOULANGERIE ELOY"),
        ("S.A.S. Dupont & Fils", "Dupont & Fils, SASU"),
        ("Müller-Lüdenscheidt GmbH", "muller ludenscheidt"),
        ("Acme Ltd.", "ACME INC"),
        ("Ets. Bertin", "Bertin SA"),
        ("Bertin\u00a0 Frères", "Bertin Frères EURL"),
    ],
)
def test_spelling_and_legal_form_make_no_other_name(one: str, other: str) -> None:
    assert len(set(folded_names([one, other]))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dupont Nord", "Dupont Sud"),
        ("SA Martin", "Martine"),
        ("Agence 1", "Agence 2"),
        ("Sarlat Distribution", "Distribution"),
    ],
)
def test_other_words_make_another_name(one: str, other: str) -> None:
    assert len(set(folded_names([one, other]))) == 2


def test_a_name_that_is_a_legal_form_alone_stays() -> None:
    assert folded_names(["SA", "", "  "]) == ["sa", "", ""]
    assert folded_names([]) == []


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_each_name_is_folded_as_it_would_be_alone(names: list[str]) -> None:
    assert folded_names(names) == [folded_names([name])[0] for name in names]


@given(st.lists(st.text(" aA_-.é\u00a8\n", max_size=9), min_size=1, max_size=3))
def test_a_folded_name_holds_single_blanks_between_words(names: list[str]) -> None:
    for name in folded_names(names):
        assert name == " ".join(name.split())


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("732 829 320", "732829320"),
        ("732.829.320", "732829320"),
        ("732\u00a0829\u202f320", "732829320"),
        ("73282932", ""),
        ("FR732829320", ""),
        ("٧٣٢٨٢٩٣٢٠", ""),
    ],
)
def test_a_number_is_its_digits(number: str, digits: str) -> None:
    assert company_numbers([number, "1"]) == [digits, ""]


def test_a_siren_has_its_key() -> None:
    found = keys_hold(["732829320", "732829321", "73282932000074", "73282932000075"])
    assert found.tolist() == [True, False, True, False]
    assert keys_hold([]).tolist() == []


def test_establishments_of_la_poste_have_a_rule_of_their_own() -> None:
    found = keys_hold(["35600000049837", "35600000049836", "73282932000014"])
    assert found.tolist() == [True, False, False]
