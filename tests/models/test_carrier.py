"""Carriers and their facts: what releases bring, what users edit, and that neither overwrites the other."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from cancellations.domain.carrier_file import ShippedCarrier
from cancellations.domain.errors import Stale
from cancellations.domain.playbook import StepKey
from cancellations.models import Carrier, CarrierFact, Event, User, Workspace
from cancellations.models.carrier import shipped_carriers

TODAY = date(2026, 11, 21)


@pytest.fixture
def release() -> ShippedCarrier:
    """MTS as this release ships it."""
    return next(one for one in shipped_carriers() if one.id == "ru-mts")


@pytest.fixture
def mts(workspace: Workspace, release: ShippedCarrier) -> Carrier:
    Carrier.objects.load_shipped(workspace, [release])
    return Carrier.objects.get(workspace=workspace)


def own(by: User, name: str = "Lotus Cell", **fields: object) -> Carrier:
    return Carrier.objects.add_own(by, names={"en": name}, **fields)


# --- releases ---------------------------------------------------------------------------------------------


def test_all_shipped_carriers_arrive_with_their_facts(workspace: Workspace) -> None:
    Carrier.objects.load_shipped(workspace, shipped_carriers())
    assert Carrier.objects.filter(workspace=workspace).count() == 13
    facts = sum(len(one.facts) for one in shipped_carriers())
    assert CarrierFact.objects.filter(workspace=workspace).count() == facts


def test_the_same_release_again_changes_nothing(workspace: Workspace, mts: Carrier, release: ShippedCarrier) -> None:
    before = list(CarrierFact.objects.order_by("pk").values())
    Carrier.objects.load_shipped(workspace, [release])
    assert list(CarrierFact.objects.order_by("pk").values()) == before
    mts.refresh_from_db()
    assert mts.version == 1


def test_a_later_release_changes_adds_and_removes_facts(
    workspace: Workspace, mts: Carrier, release: ShippedCarrier
) -> None:
    first, second, *rest = release.facts
    changed = replace(first, text={**first.text, "en": "Now it is so."})
    new = replace(second, key="brand-new", text={**second.text, "en": "This is new."})
    Carrier.objects.load_shipped(workspace, [replace(release, facts=(new, changed, *rest))])
    facts = {fact.shipped_key: fact for fact in mts.facts.all()}
    assert facts[first.key].text == "Now it is so."
    assert facts[first.key].version == 2
    assert facts["brand-new"].text == "This is new."
    assert second.key not in facts
    assert [fact.shipped_key for fact in mts.facts.shown()][:2] == ["brand-new", first.key]


def test_a_later_release_leaves_edited_facts_alone(
    owner: User, workspace: Workspace, mts: Carrier, release: ShippedCarrier
) -> None:
    first, second, *rest = release.facts
    for shipped in (first, second):
        fact = mts.facts.get(shipped_key=shipped.key)
        fact.edit(owner, version=1, text="We were told otherwise.", source="Hotline")
    changed = replace(first, text={**first.text, "en": "Now it is so."})
    Carrier.objects.load_shipped(workspace, [replace(release, facts=(changed, *rest))])
    for shipped in (first, second):
        assert mts.facts.get(shipped_key=shipped.key).text == "We were told otherwise."


def test_a_fact_that_a_release_changes_is_not_checked_any_more(
    owner: User, workspace: Workspace, mts: Carrier, release: ShippedCarrier
) -> None:
    first, *rest = release.facts
    mts.facts.get(shipped_key=first.key).mark_checked(owner, version=1)
    changed = replace(first, text={**first.text, "en": "Now it is so."})
    Carrier.objects.load_shipped(workspace, [replace(release, facts=(changed, *rest))])
    fact = mts.facts.get(shipped_key=first.key)
    assert fact.checked_on is None
    assert fact.checked_by is None
    with pytest.raises(Stale):
        fact.mark_checked(owner, version=2)


def test_an_edited_carrier_keeps_its_fields_while_the_others_and_the_facts_are_brought_up_to_date(
    owner: User, workspace: Workspace, mts: Carrier, release: ShippedCarrier
) -> None:
    mts.edit(owner, version=1, processing_days=5, names={"en": "MTS (ours)"})
    new = replace(release.facts[0], key="brand-new")
    later = replace(
        release,
        website="https://mts.example/",
        names={**release.names, "en": "MTS International"},
        rules=replace(release.rules, processing_days=60, refund_days=45),
        facts=(*release.facts, new),
    )
    Carrier.objects.load_shipped(workspace, [later])
    mts.refresh_from_db()
    assert (mts.processing_days, mts.name) == (5, "MTS (ours)")
    assert (mts.refund_days, mts.website) == (45, "https://mts.example/")
    assert mts.facts.filter(shipped_key="brand-new").exists()
    assert mts.version == 3


def test_a_shipped_carrier_finds_another_address_when_an_own_one_has_it(
    owner: User, workspace: Workspace, release: ShippedCarrier
) -> None:
    mine = own(owner, "ru mts")
    assert mine.slug == "ru-mts"
    Carrier.objects.load_shipped(workspace, [release])
    assert Carrier.objects.get(shipped_id="ru-mts").slug == "ru-mts-2"


def test_steps_that_a_carrier_does_not_need_come_with_the_release(
    workspace: Workspace, mts: Carrier, release: ShippedCarrier
) -> None:
    Carrier.objects.load_shipped(workspace, [replace(release, not_applicable_steps=(StepKey.IDENTITY,))])
    mts.refresh_from_db()
    assert mts.not_applicable_steps == ["identity"]


# --- own carriers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["Lotus Cell", "Lotus Cell"], ["lotus-cell", "lotus-cell-2"]),
        (["莲花电信", "Лотос"], ["carrier", "carrier-2"]),
        (["New"], ["new-2"]),
    ],
)
def test_every_own_carrier_gets_an_address(owner: User, names: list[str], slugs: list[str]) -> None:
    assert [own(owner, name).slug for name in names] == slugs


def test_names_are_found_in_any_case_and_width_and_shown_in_the_readers_language(owner: User) -> None:
    carrier = Carrier.objects.add_own(owner, names={"ru": "Билайн", "zh-hans": "Beeline（俄罗斯）"})
    for term in ("БИЛАЙН", "ｂｅｅｌｉｎｅ", "билайн"):
        assert list(Carrier.objects.search(term)) == [carrier], term
    shown = {}
    for language in ("zh-hans", "en", "ru"):
        with translation.override(language):
            shown[language] = carrier.name
    assert shown == {"zh-hans": "Beeline（俄罗斯）", "ru": "Билайн", "en": "Билайн"}


def test_editing_is_one_event_and_a_stale_edit_is_refused(owner: User) -> None:
    carrier = own(owner)
    carrier.edit(owner, version=1, processing_days=7, country="TH")
    assert carrier.version == 2
    assert Event.objects.get(kind="carrier_edited").payload == {"fields": ["country", "processing_days"]}
    with pytest.raises(Stale):
        carrier.edit(owner, version=1, processing_days=8)
    carrier.edit(owner, version=2, processing_days=7)
    assert Event.objects.filter(kind="carrier_edited").count() == 1


def test_a_viewer_changes_nothing(viewer: User, mts: Carrier) -> None:
    fact = mts.facts.all()[0]
    for verb in (
        lambda: own(viewer),
        lambda: mts.edit(viewer, version=1, processing_days=1),
        lambda: fact.edit(viewer, version=1, text="x", source="y"),
        lambda: fact.mark_checked(viewer, version=1),
        lambda: CarrierFact.objects.add_own(mts, viewer, kind="fee", text="x", source="y"),
    ):
        with pytest.raises(PermissionDenied):
            verb()


# --- facts ------------------------------------------------------------------------------------------------


def test_an_edited_fact_is_our_own_word(owner: User, mts: Carrier) -> None:
    fact = mts.facts.get(shipped_key="phone-short")
    assert not fact.is_plain
    fact.edit(owner, version=1, text="Dial 0891.", source="Hotline", value={"number": "0891"})
    assert (fact.text, fact.number, fact.source_url, fact.note_text) == ("Dial 0891.", "0891", "", "")
    assert fact.is_plain
    assert fact.checked_by == owner
    assert Event.objects.get(kind="fact_edited").payload == {"fact": "phone", "text": "Dial 0891."}


def test_own_facts_come_last(owner: User, mts: Carrier) -> None:
    fact = CarrierFact.objects.add_own(mts, owner, kind="fee", text="No fee.", source="Shop")
    assert mts.facts.shown().last() == fact
    assert fact.version == 1
    assert Event.objects.filter(kind="fact_added").count() == 1


def test_checking_makes_hearsay_plain(owner: User, mts: Carrier) -> None:
    fact = mts.facts.filter(tier="C")[0]
    assert not fact.is_plain
    fact.mark_checked(owner, version=1)
    assert fact.is_plain
    with pytest.raises(Stale):
        fact.mark_checked(owner, version=1)


@pytest.mark.parametrize("tier", ["D", "M", ""])
def test_facts_without_a_source_worth_the_name_are_never_shown(mts: Carrier, tier: str) -> None:
    fact = mts.facts.all()[0]
    CarrierFact.objects.filter(pk=fact.pk).update(tier=tier)
    assert fact not in mts.facts.shown()


@pytest.mark.parametrize(
    ("as_of", "checked_on", "old"),
    [
        ("2026-11-01", None, False),
        ("2026-05-25", None, False),
        ("2026-05-24", None, True),
        ("2026-05", None, False),
        ("2026-04", None, True),
        ("2026", None, False),
        ("2025", None, True),
        ("", None, True),
        ("2010-07-26", date(2026, 11, 1), False),
        ("2026-11-01", date(2026, 5, 24), True),
    ],
)
def test_facts_older_than_180_days_are_to_be_checked_again(as_of: str, checked_on: date | None, old: bool) -> None:
    assert CarrierFact(as_of=as_of, checked_on=checked_on).is_old(TODAY) is old


@pytest.mark.parametrize(
    "source",
    ["javascript:alert(1)", "data:text/html,x", "https://user@evil.example/", "ФЗ-126", "https://a b/"],
)
def test_only_web_addresses_become_links(source: str) -> None:
    assert CarrierFact(source=source).source_url == ""
    assert CarrierFact(source="https://a.example/x").source_url == "https://a.example/x"
