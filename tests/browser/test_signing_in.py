"""From the printed link to the first page, and back in after the session has ended: in a real browser."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from cancellations.models import SigninLink, User
from tests.browser.conftest import PHONE, Visit
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def focused(tab: Page) -> str:
    return str(tab.evaluate("document.activeElement.id || document.activeElement.className"))


def test_the_first_run_on_a_phone_in_chinese(visit: Visit) -> None:
    tab = visit(**PHONE, locale="zh-CN")
    tab.goto(f"/signin/{SigninLink.objects.issue()}/")
    tab.click("#sign-in")
    expect(tab.locator("html")).to_have_attribute("lang", "zh-Hans")
    tab.click("#begin")
    assert focused(tab) == "errsum"  # what is wrong is read out first
    tab.click(".errsum li:nth-child(2) a")
    assert focused(tab) == "id_email"
    tab.fill("#id_name", "林婧")
    tab.fill("#id_email", "lin@yuanxing.example")
    tab.fill("#id_password", PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/")
    expect(tab.locator(".pick")).to_have_count(3)
    assert User.objects.get().language == "zh-hans"


def test_the_language_is_changed_on_the_way_without_losing_what_was_typed(visit: Visit) -> None:
    tab = visit(locale="zh-CN")
    tab.goto(f"/signin/{SigninLink.objects.issue()}/")
    tab.click("#sign-in")
    tab.fill("#id_name", "Лин")
    tab.click("button[value=ru]")
    expect(tab.locator("html")).to_have_attribute("lang", "ru")
    expect(tab.locator("#id_name")).to_have_value("Лин")


def test_all_of_it_without_javascript(visit: Visit) -> None:
    tab = visit(java_script_enabled=False)
    tab.goto(f"/signin/{SigninLink.objects.issue()}/")
    tab.click("#sign-in")
    tab.click("button[value=ru]")
    expect(tab.locator("html")).to_have_attribute("lang", "ru")
    tab.fill("#id_name", "Лин")
    tab.fill("#id_email", "lin@yuanxing.example")
    tab.fill("#id_password", PASSWORD)
    tab.click("#begin")
    expect(tab.locator(".pick")).to_have_count(3)
    tab.click("details.menu > summary")
    tab.click("form[action='/account/logout/'] button")
    expect(tab.locator("#id_login")).to_be_visible()
    tab.fill("#id_login", "lin@yuanxing.example")
    tab.fill("#id_password", PASSWORD)
    tab.click("#sign-in")
    expect(tab.locator(".pick")).to_have_count(3)


def test_back_after_signing_out_shows_nothing(visit: Visit, owner: User) -> None:
    tab = visit(owner)
    tab.goto("/settings/")
    tab.click("details.menu > summary")
    tab.click("form[action='/account/logout/'] button")
    tab.wait_for_url("**/account/login/**")
    tab.go_back()
    tab.wait_for_load_state()
    expect(tab.locator("#id_login")).to_be_visible()


def test_a_session_that_ended_keeps_what_was_typed(visit: Visit, owner: User) -> None:
    tab = visit(owner)
    tab.goto("/requests/")
    Session.objects.all().delete()
    tab.fill("#filter-q", "Токио")
    dialog = tab.locator("dialog#dialog")
    expect(dialog).to_be_visible()
    assert "account/login" not in tab.url
    tab.fill("#again-login", owner.email or "")
    tab.fill("#again-password", "wrong")
    tab.keyboard.press("Enter")
    expect(dialog.locator(".errsum")).to_be_visible()
    tab.fill("#again-password", PASSWORD)
    tab.click("#again-submit")
    expect(dialog).to_be_hidden()
    expect(tab.locator("#filter-q")).to_have_value("Токио")
    token = tab.locator("form[action='/account/logout/'] input[name=csrfmiddlewaretoken]").input_value()
    assert token
    tab.click("[data-retry]")
    tab.wait_for_url("**/requests/?*q=*")
    tab.click("details.menu > summary")
    tab.click("form[action='/account/logout/'] button")  # the page's forms have the new token
    expect(tab.locator("#id_login")).to_be_visible()


def test_the_frame_by_keyboard(visit: Visit, owner: User) -> None:
    tab = visit(owner)
    tab.goto("/settings/")
    tab.keyboard.press("Tab")
    assert focused(tab) == "skiplink"
    tab.keyboard.press("Enter")
    assert focused(tab) == "main"
    tab.keyboard.press("?")
    expect(tab.locator("dialog#help")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.keyboard.press("g")
    tab.keyboard.press("r")
    tab.wait_for_url("**/requests/")


def test_single_keys_can_be_switched_off(visit: Visit, owner: User) -> None:
    tab = visit(owner)
    tab.goto("/settings/")
    tab.uncheck("#id_shortcuts")
    tab.click("#save-settings")
    expect(tab.locator(".toast")).to_be_visible()
    tab.locator("#main").focus()
    tab.keyboard.press("?")
    expect(tab.locator("dialog#help")).to_be_hidden()
