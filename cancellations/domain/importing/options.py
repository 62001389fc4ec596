"""What a person chose for an import: how the file is read, and what is to be done with its rows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from cancellations.domain.importing.columns import Column
from cancellations.domain.importing.course import Known, Opening


@dataclass(frozen=True)
class Options:
    """`mapping`: by the position in the file; None: ignored. `carrier`, `kind`, `currency`: of rows that do not say.

    `new_carriers`: those that are not known are added.
    """

    table: int = 0
    encoding: str = ""
    heading_row: int = 0
    mapping: Mapping[int, Column | None] = field(default_factory=dict)
    day_order: str = ""
    decimal: str = ""
    carrier: int | None = None
    kind: str = ""
    currency: str = ""
    new_carriers: bool = False
    known: Known = Known.UPDATE
    opening: Opening = Opening.MARKED
    end_date: date | None = None
    reason: str = ""
    fingerprint: str = ""

    def to_json(self) -> dict[str, Any]:
        mapping = {str(position): column.value if column else "" for position, column in self.mapping.items()}
        end_date = self.end_date.isoformat() if self.end_date else ""
        return {**asdict(self), "mapping": mapping, "end_date": end_date}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        mapping = {int(position): Column(name) if name else None for position, name in stored["mapping"].items()}
        end_date = date.fromisoformat(stored["end_date"]) if stored["end_date"] else None
        told = {"mapping": mapping, "end_date": end_date, "known": Known(stored["known"])}
        return cls(**{**stored, **told, "opening": Opening(stored["opening"])})

    def as_before(self, remembered: Mapping[str, Any]) -> Self:
        """Read as a table with the same headings was; `remembered`: as `of_the_table` gives it."""
        if not remembered:
            return self
        return type(self).from_json({**self.to_json(), **of_the_table(remembered)})


def of_the_table(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The part that describes a table, so that the next one like it is read alike.

    What is to be done with the rows is no part of it: whoever sends the next table decides that anew.
    """
    return {name: stored[name] for name in _OF_THE_TABLE if name in stored}


_OF_THE_TABLE = ("mapping", "day_order", "decimal", "carrier", "kind", "currency")
