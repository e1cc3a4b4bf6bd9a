"""Where a client is: postcodes and countries as people and exports write them."""

from collections import Counter

import numpy as np
import pytest

from segmentation_addin.core.countries import COUNTRIES, SPELLINGS
from segmentation_addin.core.french_places import (
    COLLECTIVITIES,
    DEPARTMENTS,
    GRID_SIZE,
    INSET,
    OVERSEAS_COLUMN,
    REGIONS,
)
from segmentation_addin.core.geography import Places, places
from segmentation_addin.languages import Language


def found(
    *clients: tuple[str, str], language: Language = "en"
) -> list[tuple[str, str, str]]:
    """Département, région, country of each (postcode, country)."""
    posts, lands = (np.array(x, dtype=object) for x in zip(*clients, strict=True))
    where: Places = places(posts, lands, language)
    return list(zip(where.department, where.region, where.country, strict=True))


def department(postcode: str, country: str = "France") -> str:
    return found((postcode, country))[0][0]


# --- the tables -------------------------------------------------------------------


def test_france_has_96_departements_in_13_regions_and_5_overseas() -> None:
    overseas = [place for place in DEPARTMENTS if place.code.startswith("97")]
    assert (len(DEPARTMENTS), len(overseas), len(REGIONS)) == (101, 5, 18)
    expected = {f"{n:02d}" for n in range(1, 96)} - {"20"} | {"2A", "2B"}
    assert {place.code for place in DEPARTMENTS} - expected == {
        *("971", "972", "973", "974", "976")
    }
    assert expected <= {place.code for place in DEPARTMENTS}
    assert len({place.name for place in DEPARTMENTS}) == 101


def test_each_region_has_its_number_of_departements() -> None:
    members = Counter(place.region for place in DEPARTMENTS)
    assert set(members) == {region.name for region in REGIONS}
    # INSEE, Code officiel géographique
    assert {name: n for name, n in members.items() if n > 1} == {
        "Auvergne-Rhône-Alpes": 12,
        "Bourgogne-Franche-Comté": 8,
        "Bretagne": 4,
        "Centre-Val de Loire": 6,
        "Corse": 2,
        "Grand Est": 10,
        "Hauts-de-France": 5,
        "Île-de-France": 8,
        "Normandie": 5,
        "Nouvelle-Aquitaine": 12,
        "Occitanie": 13,
        "Pays de la Loire": 5,
        "Provence-Alpes-Côte d'Azur": 6,
    }


def test_no_two_tiles_share_a_place_and_the_inset_is_free() -> None:
    tiles = [place.tile for place in DEPARTMENTS]
    assert len({*tiles, INSET}) == 102
    assert all(
        tile.row < GRID_SIZE.row and tile.column < GRID_SIZE.column for tile in tiles
    )
    assert len({region.tile for region in REGIONS}) == 18
    assert max(len(region.short) for region in REGIONS) <= 15
    overseas = [x.name for x in REGIONS if x.tile.column == OVERSEAS_COLUMN]
    assert len(overseas) == 5


@pytest.mark.parametrize(
    ("code", "west", "east", "south"),
    [("59", "62", None, None), ("75", "92", "77", "94"), ("69", "42", "01", "07")],
)
def test_neighbours_are_neighbours_on_the_grid(
    code: str, west: str, east: str | None, south: str | None
) -> None:
    tiles = {place.code: place.tile for place in DEPARTMENTS}
    row, column = tiles[code]
    assert tiles[west] == (row, column - 1)
    assert east is None or tiles[east] == (row, column + 1)
    assert south is None or tiles[south] == (row + 1, column)


def test_a_spelling_means_one_country() -> None:
    assert len(COUNTRIES) >= 60
    assert {SPELLINGS[x] for x in ("de", "deu", "germany", "allemagne")} == {"DE"}
    for code, names in COUNTRIES.items():
        assert {SPELLINGS[code.lower()], *map(_code, names)} == {code}


def _code(name: str) -> str:
    return found(("", name))[0][2] and next(
        code for code, names in COUNTRIES.items() if names.en == found(("", name))[0][2]
    )


# --- reading ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [
        ("75008", "75"),
        ("06000", "06"),
        ("06 000", "06"),
        ("6000", "06"),  # a spreadsheet took the zero away
        ("1000.0", "01"),
        ("1 000", "01"),
        ("F-75008", "75"),
        ("FR 69001", "69"),
        (" 75008 CEDEX 08 ", "75"),
        ("33000 Bordeaux", "33"),
        ("20000", "2A"),
        ("20137", "2A"),
        ("20200", "2B"),
        ("20620", "2B"),
        ("20401", "2B"),  # Bastia CEDEX
        ("20704", "2A"),  # Ajaccio CEDEX
        ("20300", ""),
        ("97110", "971"),
        ("97410", "974"),
        ("97600", "976"),
        ("97500", "975"),
        ("97133", "977"),
        ("97150", "978"),
        ("98800", "988"),
        ("96000", ""),
        ("99100", ""),
        ("00100", ""),
        ("123", ""),
        ("123456", ""),
        ("Paris", ""),
        ("", ""),
    ],
)
def test_the_departement_is_read_from_the_postcode(
    postcode: str, expected: str
) -> None:
    assert department(postcode) == expected


@pytest.mark.parametrize("country", ["FR", "fra", "France", " FRANCE ", "", "F"])
def test_france_is_said_in_many_ways(country: str) -> None:
    assert found(("13001", country)) == [("13", "Provence-Alpes-Côte d'Azur", "France")]


def test_corsica_is_known_where_its_departement_is_not() -> None:
    assert found(("20300", "France")) == [("", "Corse", "France")]


def test_monaco_is_a_country() -> None:
    expected = ("", "Monaco", "Monaco")
    assert found(("98000", "France"), ("98000", ""), ("", "MC")) == [expected] * 3


def test_a_part_of_france_may_stand_in_the_column_of_the_country() -> None:
    assert found(("", "Réunion"), ("98713", "Polynésie française")) == [
        ("974", "La Réunion", "France"),
        ("987", COLLECTIVITIES["987"], "France"),
    ]


def test_a_postcode_abroad_is_no_departement() -> None:
    assert found(("75201", "USA"), ("1000", "Belgique"), ("10115", "D")) == [
        ("", "United States", "United States"),
        ("", "Belgium", "Belgium"),
        ("", "Germany", "Germany"),
    ]
    assert found(("1000", "Belgium"), language="fr") == [("", "Belgique", "Belgique")]


def test_an_unknown_word_stands_as_it_was_typed_in_one_spelling() -> None:
    assert found(("", "Wakanda"), ("", "WAKANDA"), ("", "=1+1")) == [
        ("", "WAKANDA", "WAKANDA"),
        ("", "WAKANDA", "WAKANDA"),
        ("", "=1+1", "=1+1"),
    ]
    assert found(("", "?"), ("", "*")) == [("", "?", "?"), ("", "*", "*")]


def test_nothing_is_invented() -> None:
    assert (
        found(("", ""), ("ABC", ""), ("99100", ""), ("12345-678", ""))
        == [("", "", "")] * 4
    )
    assert found(("ABC", "France")) == [("", "", "France")]


def test_four_digits_without_a_country_are_french_among_french_ones() -> None:
    # 1000 alone may be Brussels or Lausanne; beside two French postcodes, Bourg.
    assert found(("1000", "")) == [("", "", "")]
    assert [x[0] for x in found(("1000", ""), ("75008", ""), ("33000", ""))] == [
        *("01", "75", "33")
    ]
    assert [x[0] for x in found(("1000", ""), ("1200", ""), ("75008", ""))] == [
        *("", "", "75")
    ]


def test_the_order_of_the_clients_changes_nothing() -> None:
    clients = [("1000", ""), ("75008", "fr"), ("33000", ""), ("69001", "")]
    clients += [("", "Wakanda"), ("", "wakanda"), ("98000", "")]
    assert sorted(found(*clients)) == sorted(found(*clients[::-1]))


def test_no_client_has_no_place() -> None:
    empty = places(np.array([], object), np.array([], object), "fr")
    assert [len(x) for x in (empty.department, empty.region, empty.country)] == [0] * 3
