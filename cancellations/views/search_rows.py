"""What a search found, ready to print: a few rows of each kind, with what was found of them marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.contact import Channel, ContactOutcome
from cancellations.domain.found import Piece, in_digits, in_number, in_text, is_in
from cancellations.domain.roles import Right
from cancellations.domain.searching import MARK, search_terms
from cancellations.domain.sim_words import SIM_FIELDS
from cancellations.domain.situation import Outcome, SimStatus, Stage
from cancellations.domain.words import CHANNELS, CONTACT_OUTCOMES, OUTCOMES, SIM_STATUSES, STAGES, Look, Words
from cancellations.models import Cancellation, Carrier, Message, Sim, User
from cancellations.models.base import SearchedQuerySet
from cancellations.models.carrier import name_in_language
from cancellations.templatetags.kept import address

SHOWN = 6
_OTHER_NUMBERS = ("eid", "imsi", "imei")  # not what a card is usually called by: shown where they were found
_CARD = ("nickname", "holder", "msisdn", "iccid", "plan", *_OTHER_NUMBERS)


@dataclass(frozen=True)
class Hit:
    """One row; `lines` say what else is known of it and where the words were found."""

    url: str
    title: SafeString
    lines: list[SafeString]
    badge: Look | None = None


@dataclass(frozen=True)
class Group:
    """`all_url`: a list that shows them all; empty where there is none. `is_cut`: older rows were not looked at."""

    label: str
    hits: list[Hit]
    has_more: bool
    all_url: str
    is_cut: bool = False


class Finder:
    """One search by one person."""

    def __init__(self, words: str, user: User) -> None:
        self.words, self.user, self.terms = words, user, search_terms(words)
        self._whole = user.may(Right.SEE_IDENTIFIERS)

    def groups(self) -> list[Group]:
        """Those in which something was found, or in which not everything was looked at."""
        cases = Cancellation.objects.visible_to(self.user).search(self.words, self.user)
        sims = Sim.objects.visible_to(self.user).search(self.words, self.user)
        messages = Message.objects.visible_to(self.user).search(self.words, self.user)
        found = [
            self._group(_("Requests"), cases, _CASE, self._case, "requests"),
            self._group(_("SIM cards"), sims, _SIM, self._sim, "sims"),
            self._group(_("Contacts"), messages, _MESSAGE, self._message, ""),
            self._carriers(),
        ]
        return [group for group in found if group.hits or group.is_cut]

    def _group(self, label: str, rows: SearchedQuerySet[Any], columns: Sequence[str], hit: Any, all_at: str) -> Group:
        oldest = rows.read_until("-pk")
        newest = (rows.filter(pk__gte=oldest) if oldest else rows).order_by("-pk")
        found = list(newest.values_list(*columns)[: SHOWN + 1])
        cut = oldest is not None and len(found) <= SHOWN
        hits = [hit(dict(zip(columns, values, strict=True))) for values in found[:SHOWN]]
        return Group(label, hits, len(found) > SHOWN, self._all(all_at) if hits else "", cut)

    def _carriers(self) -> Group:
        rows: QuerySet[Carrier] = Carrier.objects.visible_to(self.user).search(self.words).by_name()
        found = list(rows.values_list("slug", "names")[: SHOWN + 1])
        hits = [self._carrier(slug, names) for slug, names in found[:SHOWN]]
        return Group(_("Carriers"), hits, len(found) > SHOWN, self._all("carriers") if hits else "")

    def _case(self, row: dict[str, Any]) -> Hit:
        card = {name: row[f"sim__{name}"] for name in _CARD}
        outcome = row["outcome"]
        lines = [self._text(row["reference"]), *self._card_lines(card), self._text(_carrier(row["carrier__names"]))]
        lines += [self._named(_("Request number"), self._text(number)) for number in self._numbers(row)]
        badge = OUTCOMES[Outcome(outcome)] if outcome else STAGES[Stage(row["stage"])]
        return Hit(f"{address('requests')}{row['reference']}/", self._card_title(card), lines, badge)

    def _sim(self, row: dict[str, Any]) -> Hit:
        lines = [*self._card_lines(row), self._text(_carrier(row["carrier__names"]))]
        badge = SIM_STATUSES[SimStatus(row["status"])]
        return Hit(f"{address('sims')}{row['pk']}/", self._card_title(row), lines, badge)

    def _message(self, row: dict[str, Any]) -> Hit:
        """The request, and what was said around the words."""
        reference, outcome = row["cancellation__reference"], CONTACT_OUTCOMES[ContactOutcome(row["outcome"])]
        about = [str(CHANNELS[Channel(row["channel"])].label), _day(row["at"]), str(outcome.label)]
        lines = [SafeString(escape(" · ".join(about)))]
        if row["agent"]:
            lines.append(self._named(_("Spoke with"), self._text(row["agent"])))
        if row["note"]:
            lines.append(marked(in_text(row["note"], self.terms, cut=True)))
        if not is_in(row["note"], self.terms) and not is_in(row["agent"], self.terms):
            lines.append(self._named(_("Request number"), self._first_line(row["search_text"].split("\n"))))
        return Hit(f"{address('requests')}{reference}/", SafeString(escape(reference)), lines)

    def _carrier(self, slug: str, names: dict[str, str]) -> Hit:
        own = name_in_language(names)
        others = [name for name in names.values() if name != own and is_in(name, self.terms)]
        return Hit(f"{address('carriers')}{slug}/", self._text(own), [self._text(name) for name in others])

    def _card_title(self, card: dict[str, Any]) -> SafeString:
        if card["nickname"]:
            return self._text(card["nickname"])
        if card["msisdn"]:
            return marked(in_number(card["msisdn"], self.terms, whole=self._whole))
        if card["iccid"]:
            return marked(in_digits(card["iccid"], self.terms, whole=self._whole))
        return self._text(card["holder"] or "SIM")

    def _card_lines(self, card: dict[str, Any]) -> list[SafeString]:
        """The number and the holder always, the rest where something was found in it."""
        lines = []
        if card["nickname"] and card["msisdn"]:
            lines.append(marked(in_number(card["msisdn"], self.terms, whole=self._whole)))
        if card["holder"]:
            lines.append(self._text(card["holder"]))
        if is_in(card["plan"], self.terms):
            lines.append(self._named(SIM_FIELDS["plan"], self._text(card["plan"])))
        for name in ("iccid", *_OTHER_NUMBERS):
            pieces = in_digits(card[name], self.terms, whole=self._whole) if card[name] else []
            if any(found for _text, found in pieces):
                lines.append(self._named(SIM_FIELDS[name], marked(pieces)))
        return lines

    def _numbers(self, row: dict[str, Any]) -> list[str]:
        """The request numbers that were found; all but the latest as they are folded."""
        if is_in(row["request_number"], self.terms):
            return [row["request_number"]]
        given = [line.partition(f" {MARK}")[0] for line in row["search_text_masked"].split("\n")[2:]]
        return [line for line in given if any(term in line for term in self.terms)][:1]

    def _first_line(self, lines: Iterable[str]) -> SafeString:
        plain = (line.partition(f" {MARK}")[0] for line in lines)
        return self._text(next((line for line in plain if any(term in line for term in self.terms)), ""))

    def _text(self, text: str) -> SafeString:
        return marked(in_text(text, self.terms))

    def _named(self, label: Words, value: SafeString) -> SafeString:
        return SafeString(escape(str(formats.labelled(label, "\0"))).replace("\0", value))

    def _all(self, name: str) -> str:
        return f"{address(name)}?{urlencode({'q': self.words})}" if name else ""


_SIM = ("pk", "status", "carrier__names", *_CARD)
_CASE = (
    "reference", "stage", "outcome", "request_number", "search_text_masked", "carrier__names",
    *(f"sim__{name}" for name in _CARD),
)  # fmt: skip
_MESSAGE = ("cancellation__reference", "channel", "outcome", "at", "agent", "note", "search_text")


def marked(pieces: Iterable[Piece]) -> SafeString:
    """The pieces as HTML; what was found as <mark>."""
    return SafeString("".join(f"<mark>{escape(text)}</mark>" if found else escape(text) for text, found in pieces))


def _carrier(names: dict[str, str]) -> str:
    return name_in_language(names)


def _day(at: datetime) -> str:
    return formats.short_day(timezone.localdate(at), timezone.localdate())
