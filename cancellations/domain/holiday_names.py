"""The names of public holidays in the reader's language: the library's own where it has them, else ours."""

from datetime import date

from django.utils.translation import get_language, gettext, gettext_noop

from cancellations.domain import formats
from cancellations.domain.deadlines.calendar import ENGLISH, languages_of, year_of

_LIBRARY_LANGUAGES = {"zh-hans": "zh_CN", "ru": "ru", "en": ENGLISH}
_OBSERVED, _ESTIMATED = " (observed)", " (estimated)"

# As the library calls them in English: of Great Britain, Spain, Turkey, Japan, Belarus, and of China for Russian.
KNOWN = frozenset(
    {
        gettext_noop("New Year's Day"),
        gettext_noop("Good Friday"),
        gettext_noop("Easter Monday"),
        gettext_noop("May Day"),
        gettext_noop("Spring Bank Holiday"),
        gettext_noop("Late Summer Bank Holiday"),
        gettext_noop("Christmas Day"),
        gettext_noop("Boxing Day"),
        gettext_noop("Epiphany"),
        gettext_noop("Labor Day"),
        gettext_noop("Assumption Day"),
        gettext_noop("National Day"),
        gettext_noop("All Saints' Day"),
        gettext_noop("Constitution Day"),
        gettext_noop("Immaculate Conception"),
        gettext_noop("Eid al-Fitr"),
        gettext_noop("Eid al-Adha"),
        gettext_noop("National Sovereignty and Children's Day"),
        gettext_noop("Labor and Solidarity Day"),
        gettext_noop("Commemoration of Atatürk, Youth and Sports Day"),
        gettext_noop("Democracy and National Unity Day"),
        gettext_noop("Victory Day"),
        gettext_noop("Republic Day"),
        gettext_noop("Coming of Age Day"),
        gettext_noop("Foundation Day"),
        gettext_noop("Emperor's Birthday"),
        gettext_noop("Vernal Equinox Day"),
        gettext_noop("Showa Day"),
        gettext_noop("Greenery Day"),
        gettext_noop("Children's Day"),
        gettext_noop("Substitute Holiday"),
        gettext_noop("Marine Day"),
        gettext_noop("Mountain Day"),
        gettext_noop("Respect for the Aged Day"),
        gettext_noop("National Holiday"),
        gettext_noop("Autumnal Equinox Day"),
        gettext_noop("Sports Day"),
        gettext_noop("Culture Day"),
        gettext_noop("Labor Thanksgiving Day"),
        gettext_noop("Orthodox Christmas Day"),
        gettext_noop("Catholic Christmas Day"),
        gettext_noop("Women's Day"),
        gettext_noop("Radunitsa (Day of Rejoicing)"),
        gettext_noop("Independence Day of the Republic of Belarus (Day of the Republic)"),
        gettext_noop("October Revolution Day"),
        gettext_noop("Chinese New Year's Eve"),
        gettext_noop("Chinese New Year (Spring Festival)"),
        gettext_noop("Tomb-Sweeping Day"),
        gettext_noop("Dragon Boat Festival"),
        gettext_noop("Mid-Autumn Festival"),
    }
)


def holiday_name(country: str, day: date, english: str) -> str:
    """The name of the holiday that the calendar of `country` has on `day`. `english` when no other is known."""
    language = get_language() or "en"
    wanted = _LIBRARY_LANGUAGES.get(language, ENGLISH)
    if wanted in languages_of(country):
        return year_of(country, day.year, wanted).names.get(day, english)
    return formats.several(_ours(name) for name in english.split("; "))


def _ours(english: str) -> str:
    name, observed, _rest = english.partition(_OBSERVED)
    name, estimated, _rest = name.partition(_ESTIMATED)
    if name.startswith("Day off (substituted from "):
        return gettext("Day off, moved here")
    said = gettext(name) if name in KNOWN else name
    if observed:
        said = gettext("%(holiday)s (observed)") % {"holiday": said}
    return gettext("%(holiday)s (estimated)") % {"holiday": said} if estimated else said
