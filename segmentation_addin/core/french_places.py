"""The régions and départements of France: codes, names, places on a tile map.

Codes, names and membership: INSEE, Code officiel géographique (96 départements of
metropolitan France with 2A and 2B, in 13 régions; 5 départements overseas, each a
région of its own). The grids are hand-made so that they resemble France: one tile a
département, Île-de-France apart at the top left, overseas apart down the left side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class Tile(NamedTuple):
    """A place on a grid, from 0, 0 at the top left."""

    row: int
    column: int


class Region(NamedTuple):
    """One région."""

    name: str
    short: str
    """At most 15 characters."""
    tile: Tile


class Department(NamedTuple):
    """One département."""

    code: str
    name: str
    region: str
    """Name of its région."""
    tile: Tile


OVERSEAS_COLUMN = 4
"""Column of the régions overseas, on the grid of régions."""
INSET = Tile(5, 6)
"""Where Île-de-France would lie among its neighbours: the tile left free."""

REGIONS: tuple[Region, ...] = (
    Region("Hauts-de-France", "Hauts-de-France", Tile(0, 2)),
    Region("Normandie", "Normandie", Tile(1, 1)),
    Region("Île-de-France", "Île-de-France", Tile(1, 2)),
    Region("Grand Est", "Grand Est", Tile(1, 3)),
    Region("Bretagne", "Bretagne", Tile(2, 0)),
    Region("Pays de la Loire", "Pays de Loire", Tile(2, 1)),
    Region("Centre-Val de Loire", "Centre-V. Loire", Tile(2, 2)),
    Region("Bourgogne-Franche-Comté", "Bourgogne-F.-C.", Tile(2, 3)),
    Region("Nouvelle-Aquitaine", "Nlle-Aquitaine", Tile(3, 1)),
    Region("Auvergne-Rhône-Alpes", "Auvergne-Rh.-A.", Tile(3, 2)),
    Region("Occitanie", "Occitanie", Tile(4, 1)),
    Region("Provence-Alpes-Côte d'Azur", "Provence-A.-C.", Tile(4, 2)),
    Region("Corse", "Corse", Tile(5, 3)),
    Region("Guadeloupe", "Guadeloupe", Tile(1, OVERSEAS_COLUMN)),
    Region("Martinique", "Martinique", Tile(2, OVERSEAS_COLUMN)),
    Region("Guyane", "Guyane", Tile(3, OVERSEAS_COLUMN)),
    Region("La Réunion", "La Réunion", Tile(4, OVERSEAS_COLUMN)),
    Region("Mayotte", "Mayotte", Tile(5, OVERSEAS_COLUMN)),
)

COLLECTIVITIES: Mapping[str, str] = {
    "975": "Saint-Pierre-et-Miquelon",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "984": "Terres australes françaises",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie française",
    "988": "Nouvelle-Calédonie",
}
"""Parts of France overseas that are neither a département nor a région."""

_MEMBERS: Mapping[str, str] = {
    "Auvergne-Rhône-Alpes": """
        01 Ain, 03 Allier, 07 Ardèche, 15 Cantal, 26 Drôme, 38 Isère, 42 Loire,
        43 Haute-Loire, 63 Puy-de-Dôme, 69 Rhône, 73 Savoie, 74 Haute-Savoie""",
    "Bourgogne-Franche-Comté": """
        21 Côte-d'Or, 25 Doubs, 39 Jura, 58 Nièvre, 70 Haute-Saône,
        71 Saône-et-Loire, 89 Yonne, 90 Territoire de Belfort""",
    "Bretagne": "22 Côtes-d'Armor, 29 Finistère, 35 Ille-et-Vilaine, 56 Morbihan",
    "Centre-Val de Loire": """
        18 Cher, 28 Eure-et-Loir, 36 Indre, 37 Indre-et-Loire, 41 Loir-et-Cher,
        45 Loiret""",
    "Corse": "2A Corse-du-Sud, 2B Haute-Corse",
    "Grand Est": """
        08 Ardennes, 10 Aube, 51 Marne, 52 Haute-Marne, 54 Meurthe-et-Moselle,
        55 Meuse, 57 Moselle, 67 Bas-Rhin, 68 Haut-Rhin, 88 Vosges""",
    "Hauts-de-France": "02 Aisne, 59 Nord, 60 Oise, 62 Pas-de-Calais, 80 Somme",
    "Île-de-France": """
        75 Paris, 77 Seine-et-Marne, 78 Yvelines, 91 Essonne, 92 Hauts-de-Seine,
        93 Seine-Saint-Denis, 94 Val-de-Marne, 95 Val-d'Oise""",
    "Normandie": "14 Calvados, 27 Eure, 50 Manche, 61 Orne, 76 Seine-Maritime",
    "Nouvelle-Aquitaine": """
        16 Charente, 17 Charente-Maritime, 19 Corrèze, 23 Creuse, 24 Dordogne,
        33 Gironde, 40 Landes, 47 Lot-et-Garonne, 64 Pyrénées-Atlantiques,
        79 Deux-Sèvres, 86 Vienne, 87 Haute-Vienne""",
    "Occitanie": """
        09 Ariège, 11 Aude, 12 Aveyron, 30 Gard, 31 Haute-Garonne, 32 Gers,
        34 Hérault, 46 Lot, 48 Lozère, 65 Hautes-Pyrénées, 66 Pyrénées-Orientales,
        81 Tarn, 82 Tarn-et-Garonne""",
    "Pays de la Loire": """
        44 Loire-Atlantique, 49 Maine-et-Loire, 53 Mayenne, 72 Sarthe, 85 Vendée""",
    "Provence-Alpes-Côte d'Azur": """
        04 Alpes-de-Haute-Provence, 05 Hautes-Alpes, 06 Alpes-Maritimes,
        13 Bouches-du-Rhône, 83 Var, 84 Vaucluse""",
    "Guadeloupe": "971 Guadeloupe",
    "Martinique": "972 Martinique",
    "Guyane": "973 Guyane",
    "La Réunion": "974 La Réunion",
    "Mayotte": "976 Mayotte",
}

_GRID = """
.    95   93   .    .    .    .    .    .    .    .    .
78   92   75   77   .    .    .    .    .    .    .    .
.    91   94   .    .    .    62   59   .    .    .    .
.    .    .    .    .    76   80   02   08   .    .    .
.    .    50   14   61   27   60   51   55   54   57   67
29   22   35   53   72   28   .    10   52   88   90   68
.    56   44   49   37   41   45   89   21   70   25   .
.    .    85   79   86   36   18   58   71   39   .    .
.    .    17   16   87   23   03   42   69   01   74   .
971  .    .    33   24   19   63   43   07   38   73   .
972  .    .    40   47   46   15   48   26   05   .    .
973  .    .    64   32   82   12   30   84   04   06   .
974  .    .    .    65   31   81   34   13   83   .    2B
976  .    .    .    .    09   11   66   .    .    .    2A
"""
_ROWS = tuple(tuple(line.split()) for line in _GRID.strip().splitlines())
GRID_SIZE = Tile(len(_ROWS), len(_ROWS[0]))
"""Rows and columns of the grid of départements."""


def _departments() -> tuple[Department, ...]:
    tiles = {
        code: Tile(row, column)
        for row, codes in enumerate(_ROWS)
        for column, code in enumerate(codes)
    }
    found = []
    for region, members in _MEMBERS.items():
        for member in re.split(r",\s+", members.strip()):
            code, name = member.split(" ", 1)
            found.append(Department(code, name, region, tiles[code]))
    return tuple(sorted(found))


DEPARTMENTS: tuple[Department, ...] = _departments()
"""In the order of their codes."""
