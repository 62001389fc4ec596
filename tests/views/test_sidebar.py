"""The sidebar's worklists: named once, for all pages that lead to them."""

import re

import pytest
from django.test import Client

from cancellations.domain.worklist import IN_SIDEBAR, WORKLISTS, Worklist
from cancellations.models import User
from tests.cases import case_of
from tests.conftest import ClientOf

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def links(client: Client, address: str) -> list[tuple[str, str, str]]:
    """Of each worklist: its address with what else the link says of itself, its colour, its words with the count."""
    page = client.get(address).content.decode()
    nav = page[page.index('<nav class="views"') :].partition("</nav>")[0]
    found = re.findall(r'<a href="([^>]*)><span class="dot ([\w-]+)"></span>(.*?)</a>', nav)
    return [(where, colour, re.sub("<[^>]*>", "", words)) for where, colour, words in found]


def test_they_are_called_as_everywhere(client: Client) -> None:
    expected = [(f'/requests/?view={one}"', WORKLISTS[one].colour, str(WORKLISTS[one].label)) for one in IN_SIDEBAR]
    assert links(client, "/settings/") == expected


def test_the_present_one_is_marked_and_counted(client: Client, owner: User) -> None:
    case_of(owner, requested_end_date=None)
    overdue = case_of(owner)
    overdue.change_follow_up(owner, on=overdue.opened_on, reason="x")
    found = links(client, "/requests/?view=today")
    marked = [where for where, _, _ in found if "aria-current" in where]
    assert marked == ['/requests/?view=today" aria-current="true"']
    words = {where.partition('"')[0].partition("=")[2]: said for where, _, said in found}
    assert words[Worklist.TODAY] == "Needs you today1"


@pytest.mark.parametrize("language", ["zh-hans", "ru"])
def test_they_are_kept_by_language(client: Client, owner: User, language: str) -> None:
    before = [words for _, _, words in links(client, "/settings/")]
    owner.prefer(language=language)
    after = [words for _, _, words in links(client, "/settings/")]
    assert not set(before) & set(after)


def test_what_is_kept_of_it_is_nobody_elses(client_of: ClientOf, owner: User, viewer: User) -> None:
    owner.prefer(name="50% <b>%(token)s</b>")
    for person, name in ((owner, "50% &lt;b&gt;%(token)s&lt;/b&gt;"), (viewer, viewer.display_name)):
        page = client_of(person).get("/settings/").content.decode()
        menu = page[page.index('<details class="menu">') :].partition("</details>")[0]
        assert f"<span>{name}<br>" in menu
        assert ('data-key="KeyC"' in page) == (person is owner)


def test_its_forms_carry_their_own_token_and_address(client_of: ClientOf, owner: User) -> None:
    """Those of two pages differ, as the token is masked anew each time."""
    client, tokens = client_of(owner), set()
    for address in ("/sims/?q=%22%3E", "/sims/?q=b"):
        page = client.get(address).content.decode()
        form = page[page.index('<form class="langs"') :].partition("</form>")[0]
        assert f'name="next" value="{address}"' in form
        tokens |= set(re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page))
    assert len(tokens) == 2
