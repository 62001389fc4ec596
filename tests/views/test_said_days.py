"""Days in running Chinese: no space stands between a day and its weekday there. Tables keep the short form."""

import re
from datetime import date

import pytest

from cancellations.domain.playbook import StepKey
from cancellations.models import User
from tests.cases import case_of, url_of
from tests.conftest import ClientOf
from tests.pages import html_of

pytestmark = pytest.mark.usefixtures("a_saturday")
IN_A_SENTENCE = re.compile(r"\d+月\d+日（周[一二三四五六日]）")


@pytest.fixture
def chinese(owner: User) -> User:
    owner.language = "zh-hans"
    owner.save()
    return owner


def test_the_next_step_and_the_timeline(client_of: ClientOf, chinese: User) -> None:
    case = case_of(chinese, to=StepKey.CONFIRMATION)
    text = html_of(client_of(chinese).get(url_of(case)))
    why = text[text.index('id="next-title"') :]
    assert IN_A_SENTENCE.search(why[: why.index("</section>")])
    timeline = text[text.index('id="timeline"') :]
    timeline = timeline[: timeline.index("</section>")]
    assert IN_A_SENTENCE.search(timeline)
    assert not re.search(r"日 周[一二三四五六日]", timeline)


def test_today_when_nothing_is_due(client_of: ClientOf, chinese: User) -> None:
    case_of(chinese, requested_end_date=date(2026, 12, 30))
    assert IN_A_SENTENCE.search(html_of(client_of(chinese).get("/")))
