"""The dossier on paper: how long it is, that nothing is missing on it, and that no character is a box."""

import io
import re

import pytest
from django.utils import translation
from pypdf import PdfReader

from cancellations.exchange.document import Dossier
from cancellations.exchange.dossier import dossier_of
from cancellations.exchange.printing import marked, named, print_dossier
from cancellations.exchange.reading import read_case
from cancellations.models import Cancellation, Evidence, User
from tests.cases import case_of
from tests.exchange.long_case import SHOWN, file, long_case

pytestmark = pytest.mark.usefixtures("a_saturday")
A4 = (595, 842)  # points
MOST_PAGES = 8


def printed(case: Cancellation, by: User) -> tuple[Dossier, bytes]:
    rows = read_case(case, by)
    dossier = dossier_of(rows)
    return dossier, print_dossier(dossier, at=rows.made_at)


def text_of(pdf: bytes) -> str:
    """Without white space: where lines break does not matter."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_sixty_events_fit_eight_pages(owner: User, language: str) -> None:
    case = long_case(owner)
    assert case.events.count() == 60
    with translation.override(language):
        dossier, made = printed(case, owner)
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) <= MOST_PAGES
    for number, page in enumerate(pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        assert f"{number} / {len(pages)}" in page.extract_text()
    text = text_of(made)
    wanted = [dossier.situation, SHOWN, *(one.sha256 for one in Evidence.objects.for_dossier())]
    for section in dossier.sections:
        wanted += [section.title, *section.notes]
        wanted += [part for fact in section.facts for part in (fact.label, fact.text, fact.by)]
        for entry in section.entries:
            wanted += [entry.title, entry.meta, entry.about, entry.text]
            wanted += [part for fact in entry.facts for part in (fact.label, fact.text)]
    assert [one for one in wanted if squeezed(one) not in text] == []


def test_every_round_is_told(owner: User) -> None:
    dossier, _pdf = printed(long_case(owner, events=30), owner)
    keys = [section.key for section in dossier.sections]
    assert keys.index("round-1") < keys.index("steps")
    refused = next(section for section in dossier.sections if section.key == "round-1")
    assert any(fact.text == "The signature differs" for entry in refused.entries for fact in entry.facts)


def test_every_fact_says_who_recorded_it(owner: User) -> None:
    dossier, _pdf = printed(long_case(owner, events=30), owner)
    facts = next(section for section in dossier.sections if section.key == "facts").facts
    assert {fact.by for fact in facts} == {"Owner · 21 Nov 12:00"}


def test_it_is_pdf_a_and_the_same_again(owner: User) -> None:
    case = long_case(owner, events=30)
    made = printed(case, owner)[1]
    assert b"pdfaid:part>2<" in made
    assert made == printed(case, owner)[1]


def test_what_the_fonts_lack_is_marked_and_listed(owner: User) -> None:
    case = case_of(owner)
    file(case, owner, "a.pdf", note="Spoke with \U0001f600\ufe0f and \u0627\u0628")
    text = text_of(printed(case, owner)[1])
    assert "Spokewith[U+1F600]and[U+0627][U+0628]" in text
    assert "[U+1F600]GRINNINGFACE" in text
    assert "[U+0627]ARABICLETTERALEF" in text


def test_what_has_no_look_of_its_own_is_left_out() -> None:
    lacking: dict[str, None] = {}
    assert marked("a\ufe0f\U000e0041\U000e0001b", lacking) == "ab"
    assert lacking == {}
    assert named("\U0001f600") == "[U+1F600] GRINNING FACE"


def test_an_empty_case_is_one_page_that_says_so(owner: User) -> None:
    made = printed(case_of(owner), owner)[1]
    assert "Nocontactwaslogged." in text_of(made)
    assert len(PdfReader(io.BytesIO(made)).pages) <= 2


def test_it_is_made_at_any_part_of_a_second(owner: User) -> None:
    """The other tests stand still at noon sharp."""
    rows = read_case(case_of(owner), owner)
    assert print_dossier(dossier_of(rows), at=rows.made_at.replace(microsecond=123456)).startswith(b"%PDF")
