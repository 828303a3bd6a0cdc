"""Countries by their ISO 3166-1 alpha-3 codes, with the names of the Unicode CLDR."""

from functools import cache

from babel import Locale
from babel.core import get_global

NO_COUNTRIES = ("ZZ", "XA", "XB")  # CLDR's unknown region and pseudo-locales


@cache
def name_country(code: str, lang: str) -> str:
    """Name a country in a language; an empty text for a code that is none, a successor for a former country's."""
    two = get_global("territory_aliases").get(code, [""])[0] if len(code) == 3 else ""
    return "" if two in NO_COUNTRIES else Locale(lang).territories.get(two, "")
