"""The countries that companies here trade with most, and the ways people write them.

ISO 3166-1 codes of two and three letters, English and French usual names, then other
spellings found in exports. A word that is not here stands as it was typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from segmentation_addin.languages import Text

FRANCE, MONACO = "FR", "MC"
_TABLE = """
FR FRA France|France|F|French Republic|République française|France métropolitaine
DE DEU Germany|Allemagne|Deutschland|D
BE BEL Belgium|Belgique|België|Belgien
IT ITA Italy|Italie|Italia
ES ESP Spain|Espagne|España
CH CHE Switzerland|Suisse|Schweiz|Svizzera
LU LUX Luxembourg|Luxembourg|Luxemburg
NL NLD Netherlands|Pays-Bas|The Netherlands|Holland|Hollande|Nederland
GB GBR United Kingdom|Royaume-Uni|UK|U.K.|Great Britain|Grande-Bretagne|England|Angleterre
IE IRL Ireland|Irlande|Eire
PT PRT Portugal|Portugal
AT AUT Austria|Autriche|Österreich
MC MCO Monaco|Monaco|Principauté de Monaco
AD AND Andorra|Andorre
DK DNK Denmark|Danemark|Danmark
SE SWE Sweden|Suède|Sverige
NO NOR Norway|Norvège|Norge
FI FIN Finland|Finlande|Suomi
IS ISL Iceland|Islande
PL POL Poland|Pologne|Polska
CZ CZE Czechia|Tchéquie|Czech Republic|République tchèque
SK SVK Slovakia|Slovaquie
HU HUN Hungary|Hongrie
RO ROU Romania|Roumanie
BG BGR Bulgaria|Bulgarie
GR GRC Greece|Grèce|EL
SI SVN Slovenia|Slovénie
HR HRV Croatia|Croatie
RS SRB Serbia|Serbie
EE EST Estonia|Estonie
LV LVA Latvia|Lettonie
LT LTU Lithuania|Lituanie
MT MLT Malta|Malte
CY CYP Cyprus|Chypre
UA UKR Ukraine|Ukraine
RU RUS Russia|Russie|Russian Federation|Fédération de Russie
TR TUR Türkiye|Turquie|Turkey
US USA United States|États-Unis|United States of America|États-Unis d'Amérique|U.S.A.|U.S.
CA CAN Canada|Canada
MX MEX Mexico|Mexique
BR BRA Brazil|Brésil
AR ARG Argentina|Argentine
CL CHL Chile|Chili
CO COL Colombia|Colombie
MA MAR Morocco|Maroc
DZ DZA Algeria|Algérie
TN TUN Tunisia|Tunisie
EG EGY Egypt|Égypte
SN SEN Senegal|Sénégal
CI CIV Ivory Coast|Côte d'Ivoire
CM CMR Cameroon|Cameroun
ZA ZAF South Africa|Afrique du Sud
MG MDG Madagascar|Madagascar
MU MUS Mauritius|Maurice|Île Maurice
AE ARE United Arab Emirates|Émirats arabes unis|UAE
SA SAU Saudi Arabia|Arabie saoudite
QA QAT Qatar|Qatar
LB LBN Lebanon|Liban
IL ISR Israel|Israël
IN IND India|Inde
CN CHN China|Chine|PRC
HK HKG Hong Kong|Hong Kong
TW TWN Taiwan|Taïwan
JP JPN Japan|Japon
KR KOR South Korea|Corée du Sud|Korea
SG SGP Singapore|Singapour
TH THA Thailand|Thaïlande
VN VNM Vietnam|Viêt Nam|Viet Nam
AU AUS Australia|Australie
NZ NZL New Zealand|Nouvelle-Zélande
"""


def folded(word: str) -> str:
    """A word as it is compared: case, accents and signs aside.

    >>> folded(" États-Unis "), folded("U.K.")
    ('etats unis', 'uk')
    """
    plain = unicodedata.normalize("NFKD", word).casefold().replace(".", "")
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def _read() -> tuple[Mapping[str, Text], Mapping[str, str]]:
    names, spellings = {}, {}
    for line in _TABLE.strip().splitlines():
        code, three, words = line.split(" ", 2)
        english, french, *_ = spelled = words.split("|")
        names[code] = Text(english, french)
        for word in (code, three, *spelled):
            spellings[folded(word)] = code
    return names, spellings


COUNTRIES, SPELLINGS = _read()
"""Names by code of two letters; that code by every spelling, folded."""
