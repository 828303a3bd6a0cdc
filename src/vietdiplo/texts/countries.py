"""Countries by their ISO 3166-1 alpha-3 codes, with the names of the Unicode CLDR."""

from functools import cache

from babel import Locale
from babel.core import get_global

NO_COUNTRIES = ("ZZ", "XA", "XB")  # CLDR's unknown region and pseudo-locales


def shorten_code(code: str) -> str:
    """Give the ISO 3166-1 alpha-2 code for an alpha-3 one, which former states share with their successors."""
    return str(get_global("territory_aliases").get(code, [code])[0])


@cache
def name_country(code: str, lang: str) -> str:
    """Name a country in a language; an empty text for a code that is none, a successor for a former country's."""
    two = shorten_code(code) if len(code) == 3 else ""
    return "" if two in NO_COUNTRIES or len(two) > 2 else Locale(lang).territories.get(two, "")
