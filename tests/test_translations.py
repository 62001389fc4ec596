"""English, Simplified Chinese and Russian are equal: nothing is missing, half translated or wrongly put."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polib
import pytest
from django.test import Client
from django.urls import URLPattern

import cancellations
from cancellations.domain.carrier_file import read_carriers
from cancellations.domain.errands import ErrandKind
from cancellations.domain.letters import LADDER, LetterKind
from cancellations.domain.playbook import StepKey
from cancellations.examples.load import load_examples
from cancellations.examples.stories import STORIES
from cancellations.examples.texts import TEXTS
from cancellations.models import Batch, Cancellation, CarrierFact, Errand, Sim, User
from cancellations.views.cases import CASE_FORMS
from config.urls import urlpatterns
from tests.conftest import ClientOf
from tests.importing import import_of
from tests.messages import Sentence, collected, of_python, of_template, overlooked
from tests.reading import addresses, words_of

HOME = Path(cancellations.__file__).parent
CATALOGUES = {"ru": "ru", "zh-hans": "zh_Hans"}
PLURALS = {"ru": 4, "zh-hans": 1}
HAN = r"[\u3400-\u9fff]"
FULL_WIDTH = r"[，。、；：？！（）]"
# ASCII marks beside a Chinese character, and blanks typed between Chinese and anything else
WRONG_MARK = re.compile(rf"""{HAN}\s*[,;:?!()"']|[,;:?!()"']\s*{HAN}|{HAN}\.(?!\w)|[,;:?!] {FULL_WIDTH}""")
WRONG_BLANK = re.compile(rf"{HAN} | {HAN}| {FULL_WIDTH}|{FULL_WIDTH} ")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%")
# the same in every language: names, and short forms that stand for themselves
NAMES = {"CSV", "XLSX", "eSIM", "ICCID", "EID", "IMEI", "IMSI", "Lastcall", "SMS"}


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(HOME / "locale" / CATALOGUES[language] / "LC_MESSAGES" / "django.po"))


@cache
def said() -> dict[Sentence, set[str]]:
    return collected()


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


in_both = pytest.mark.parametrize("language", CATALOGUES)


@in_both
def test_the_head_is_no_guess(language: str) -> None:
    """A head that is marked as fuzzy may be dropped by whatever reads the catalogue, plural forms and all."""
    kept = catalogue(language)
    assert not kept.metadata_is_fuzzy
    assert kept.metadata["Language"] == CATALOGUES[language]
    assert kept.metadata["Plural-Forms"].startswith(f"nplurals={PLURALS[language]}; plural=")
    assert all(kept.metadata[name].strip() for name in ("PO-Revision-Date", "Last-Translator", "Language-Team"))


@in_both
def test_the_catalogue_has_what_the_code_says_and_nothing_else(language: str) -> None:
    """When this fails: `make messages`, then translate what is new."""
    known = {Sentence(one.msgid, one.msgid_plural or "", one.msgctxt or "") for one in catalogue(language)}
    assert {sentence: files for sentence, files in said().items() if sentence not in known} == {}
    assert known - set(said()) == set()


def test_no_sentence_stands_where_nobody_looks() -> None:
    assert overlooked() == set()


@in_both
def test_everything_is_translated_for_certain(language: str) -> None:
    entries = catalogue(language)
    forms = int(re.findall(r"nplurals=(\d)", entries.metadata["Plural-Forms"])[0])
    assert [one.msgid for one in entries if not all(text.strip() for text in texts(one))] == []
    assert [one.msgid for one in entries if one.msgid_plural and len(texts(one)) != forms] == []
    assert [one.msgid for one in entries if one.fuzzy or one.obsolete] == []


@in_both
def test_placeholders_are_kept(language: str) -> None:
    wrong = []
    for entry in catalogue(language):
        wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        wrong += [text for text in texts(entry) if text and sorted(PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


@in_both
def test_nothing_is_left_in_english(language: str) -> None:
    left = {one.msgid for one in catalogue(language) if one.msgid in texts(one)}
    assert {text for text in left if re.search(r"\w", PLACEHOLDER.sub("", text))} <= NAMES


def test_only_holders_are_addressed_as_strangers() -> None:
    """Colleagues say 你 to each other; 您 is for the person whose number it is."""
    formal = [one for one in catalogue("zh-hans") if any("您" in text for text in texts(one))]
    assert len(formal) > 5
    assert [one.msgid for one in formal if not any("holder" in file for file, _ in one.occurrences)] == []


SENTENCES = {
    ("zh-hans", "Stopped by %(name)s, %(when)s."): "已由%(name)s停止，%(when)s。",
    ("ru", "Recorded as its end until now: %(day)s"): "Прежняя дата окончания: %(day)s",
    (
        "ru",
        "Nothing is recorded yet. What you typed about these does not stand on this sheet: %(names)s.",
    ): "Пока ничего не записано. Вы ввели сведения о том, чего нет на этом листе: %(names)s.",
}


@pytest.mark.parametrize(("language", "msgid"), SENTENCES)
def test_what_reads_wrong_word_by_word_is_said_as_it_is_said(language: str, msgid: str) -> None:
    found = catalogue(language).find(msgid)
    assert found is not None
    assert found.msgstr == SENTENCES[language, msgid]


def test_chinese_has_chinese_punctuation() -> None:
    written = [(one.msgid, text) for one in catalogue("zh-hans") for text in texts(one)]
    written += [(name, text) for name, text in _shipped_chinese()]
    written += list(TEXTS["zh-hans"].items())
    assert [one for one in written if WRONG_MARK.search(one[1]) or WRONG_BLANK.search(one[1])] == []


@pytest.mark.parametrize("text", ["好,", "好: 5", "好 (5)", "(好)", "SIM 卡", "好 5", "好.", "5 ，", '"好"'])
def test_wrong_chinese_is_seen(text: str) -> None:
    assert WRONG_MARK.search(text) or WRONG_BLANK.search(text)


@pytest.mark.parametrize("text", ["SIM卡", "在5天后，看*#06#。", "按2026-11-21 15:42填写", "见mts.ru/x。", "（*100#）"])
def test_right_chinese_passes(text: str) -> None:
    assert not WRONG_MARK.search(text)
    assert not WRONG_BLANK.search(text)


def test_the_collection_reads_every_way_to_say_something() -> None:
    python = 'ngettext("%(n)s day", "%(n)s days", n); pgettext("x", "May"); _(title); gettext_noop("a" "b")'
    assert set(of_python(python)) == {Sentence("%(n)s day", "%(n)s days"), Sentence("May", "", "x"), Sentence("ab")}
    page = (
        '{% translate "A" context "c" %}{{ _("B") }}{% blocktranslate trimmed %}\n C {{ n }}\n{% endblocktranslate %}'
    )
    assert set(of_template(page)) == {Sentence("A", "", "c"), Sentence("B"), Sentence("C %(n)s")}


@pytest.mark.any_database
@pytest.mark.parametrize("language", CATALOGUES)
def test_no_page_says_anything_in_english(owner: User, client_of: ClientOf, language: str) -> None:
    """Every page, read by the owner of a workspace with examples and by somebody who is not signed in."""
    load_examples(owner, len(STORIES))
    User.objects.filter(pk=owner.pk).update(language=language, name="林婧")
    here, english = _read(client_of(owner), owner, language), _english(language)
    here |= _read(client_of(None), owner, language)
    assert len(here) > 500
    left = {words for words in here if any(sentence.fullmatch(words) for sentence in english)}
    assert left - set(TEXTS["en"].values()) <= {"English"}  # that language's own name
    if language == "zh-hans":
        assert {words for words in here if WRONG_MARK.search(words)} == set()


def _read(client: Client, owner: User, language: str) -> set[str]:
    """The words of every page, and of every form that was sent in empty."""
    client.cookies["language"] = language
    spoken = {"accept-language": language}  # the holder's page reads no cookie
    words: set[str] = set()
    for address in addresses(_pages(), _samples(owner)):
        answers = [client.get(address, headers=spoken)]
        if answers[0].status_code == 200 and address not in _GO_AWAY:
            answers.append(client.post(address, headers=spoken))
        for answer in answers:
            if answer.status_code in {200, 404, 422} and answer["Content-Type"].startswith("text/html"):
                words |= words_of(answer.content.decode())
    return words


_GO_AWAY = {"/account/logout/"}
_NO_PAGES = {"signin_link", "healthz", "readyz", "examples_clear"}


def _pages() -> list[URLPattern]:
    """The site's own pages; the one-time link signs in, and the machine's pages have no words."""
    return [one for one in urlpatterns if one.name not in _NO_PAGES]


def _samples(owner: User) -> dict[str, list[Any]]:
    cases = Cancellation.objects.visible_to(owner)
    some = {case.action: case.reference for case in cases}
    sims = Sim.objects.visible_to(owner).values_list("pk", flat=True)
    facts = CarrierFact.objects.visible_to(owner).values_list("pk", flat=True)
    errand = Errand.objects.ask(owner, ErrandKind.EXPORT, what={}, title="2026-11")
    batch = Batch.objects.begin(owner, "2026-11")
    imported = import_of(owner, "2026-11")
    return {
        "reference": sorted(some.values()),
        "key": list(StepKey),
        "name": [*CASE_FORMS, "skip", "block", "wait", "ask"],
        "slug": ["ru-mts"],
        "pk": [sims[0], facts[0], errand.pk, batch.pk, imported.pk],
        "kind": list(LetterKind),
        "rung": list(LADDER),
        "token": [case.make_holder_link(owner) for case in _one_of_each(cases)],
    }


def _one_of_each(cases: Iterable[Cancellation]) -> list[Cancellation]:
    """A case for every stage and end, so that the holder's page says all that it can say."""
    return list({(case.stage, case.outcome): case for case in cases}.values())


def _english(language: str) -> list[re.Pattern[str]]:
    """What an untranslated sentence would look like, whatever its placeholders hold."""
    every = {text for one in catalogue(language) for text in (one.msgid, one.msgid_plural) if text}
    return [_filled(text) for text in every - NAMES if re.search(r"\w", PLACEHOLDER.sub("", text))]


def _filled(text: str) -> re.Pattern[str]:
    """Matches the text with anything for a placeholder, and a number for %(n)s."""
    counted = re.escape(text).replace(r"%\(n\)s", r"\d+")
    return re.compile(re.sub(r"%\\\(\w+\\\)s", ".+", counted))


def _shipped_chinese() -> Iterator[tuple[str, str]]:
    for carrier in read_carriers(HOME / "data" / "carriers.json"):
        yield carrier.id, carrier.names.get("zh-hans", "")
        for fact in carrier.facts:
            yield f"{carrier.id} {fact.key}", fact.text.get("zh-hans", "")
            yield f"{carrier.id} {fact.key}", (fact.note or {}).get("zh-hans", "")
