"""Reading the list of SIM cards: its rows, its links."""

import re
from html import unescape
from typing import Any

from django.test import Client


def page_of(client: Client, address: str = "/sims/", **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return str(response.content.decode())


def shown(page: str) -> list[int]:
    """The cards in the rows, in their order."""
    return [int(pk) for pk in re.findall(r'<th scope="row"><a href="/sims/(\d+)/"', page)]


def titles(page: str) -> list[str]:
    return re.findall(r"data-row><bdi>([^<]*)</bdi>", page)


def labels(page: str) -> list[str]:
    """What stands in the cells of a row."""
    return re.findall(r'data-label="([^"]*)"', page[page.index("<tbody") :].partition("</tr>")[0])


def link(page: str, rel: str) -> str:
    """The address of the next page, or of the previous one (`prev`); empty where there is none."""
    address = re.search(rf'rel="{rel}" href="([^"]*)"', page)
    return unescape(address[1]) if address else ""
