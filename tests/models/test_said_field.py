"""Columns of sentences: by their parts in the database, in the reader's language in Python, older rows as they are."""

import pytest
from django.db import connection
from django.utils.translation import gettext, gettext_lazy, override

from cancellations.domain.errands import ErrandKind, ErrandState
from cancellations.domain.said import in_a_row, said
from cancellations.domain.text import LINE
from cancellations.models import Errand, ErrandMiss, User

GONE = "It is not there any more."
LIKE_OURS = '{"said":{"say":"It is not there any more."}}'


@pytest.fixture
def errand(owner: User) -> Errand:
    return Errand.objects.ask(owner, ErrandKind.BULK, what={}, title=gettext_lazy("Everything"), total=1)


def in_database(miss: ErrandMiss) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT why FROM cancellations_errandmiss WHERE id = %s", [miss.pk])
        return str(cursor.fetchone()[0])


def missed(errand: Errand, why: object) -> ErrandMiss:
    with override("zh-hans"), errand.part():
        errand.miss("LC-7K3F9Q", why)  # type: ignore[arg-type]
    return errand.misses.get()


def test_each_reader_reads_their_language(errand: Errand) -> None:
    missed(errand, said(GONE))
    for language in ("zh-hans", "en", "ru"):
        with override(language):
            assert errand.misses.get().why == errand.misses.values_list("why", flat=True).get() == gettext(GONE)


def test_why_it_ended_and_what_it_is_called_too(errand: Errand) -> None:
    with override("zh-hans"):
        errand.end(ErrandState.FAILED, said(GONE))
    with override("ru"):
        errand.refresh_from_db()
        assert (errand.title, errand.error) == (gettext("Everything"), gettext(GONE))


def test_a_row_that_is_saved_or_copied_again_keeps_its_parts(errand: Errand) -> None:
    miss = missed(errand, said(GONE))
    with override("ru"):
        again = errand.misses.get()
        again.save()
        errand.misses.create(workspace_id=errand.workspace_id, label="", why=again.why)
    assert in_database(errand.misses.latest("id")) == in_database(miss) == LIKE_OURS


def test_rows_of_older_versions_are_read_as_they_are(errand: Errand) -> None:
    miss = missed(errand, "Старый текст, 100 %")
    assert in_database(miss) == "Старый текст, 100 %"
    with override("zh-hans"):
        assert errand.misses.get().why == "Старый текст, 100 %"


@pytest.mark.parametrize("text", [LIKE_OURS, '{"said":', '{"said":{"row":3}}', '{"said":[]}', '{"said":{"say":"%(n"}}'])
def test_nobodys_own_words_are_taken_for_ours(errand: Errand, text: str) -> None:
    missed(errand, text)
    with override("ru"):
        assert errand.misses.get().why == text


@pytest.mark.parametrize(
    "damaged",
    [
        '{"said":{"say":"%(row"',
        '{"said":{"say":1}}',
        '{"said":{"say":"x","with":[1]}}',
        '{"said":{"number":"x"}}',
        '{"said":{"row":[' * 2_000,
    ],
    ids=lambda text: text[:32],
)
def test_damaged_rows_are_shown_and_break_nothing(errand: Errand, damaged: str) -> None:
    miss = missed(errand, "x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cancellations_errandmiss SET why = %s WHERE id = %s", [damaged, miss.pk])
    assert errand.misses.get().why == damaged


def test_what_does_not_fit_is_kept_as_text(errand: Errand) -> None:
    long = in_a_row(said(GONE) for _ in range(LINE // 20))
    with errand.part():
        errand.miss(long, '{"said":' + "x" * LINE)
        errand.miss('{"said":' + '"' * LINE, "x")
    first, second = errand.misses.order_by("id")
    assert first.label == str(long)[:LINE]
    assert second.label == ('{"said":' + '"' * LINE)[:LINE]
