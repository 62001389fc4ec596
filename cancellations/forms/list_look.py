"""How a list looks: columns, density, length. The user's own, unless the address says otherwise."""

from dataclasses import dataclass

from django.http import QueryDict

from cancellations.domain.listing import PAGE_SIZES, Density, Listing, read_columns
from cancellations.models import User

_LONGEST = 200  # characters of what an address says of columns


@dataclass(frozen=True)
class ListLook:
    """`told`: what the address said of it, to be said again by the links of the page."""

    columns: tuple[str, ...]
    density: Density
    size: int
    told: tuple[tuple[str, str], ...] = ()

    @property
    def is_compact(self) -> bool:
        return self.density is Density.COMPACT

    @property
    def spelt_out(self) -> dict[str, str]:
        """Columns and density as an address says them, the user's own too: whoever opens it sees the same."""
        shown = {"columns": ",".join(self.columns), "density": _NAMES[self.density]}
        return shown | dict(self.told)


def look_of(query: QueryDict, user: User, of: Listing) -> ListLook:
    """What cannot be read is left out."""
    told = {}
    columns = str(query.get("columns", ""))[:_LONGEST]
    if columns:
        told["columns"] = ",".join(read_columns(columns, of))
    if query.get("density") in _DENSITIES:
        told["density"] = str(query["density"])
    if query.get("size") in _SIZES:
        told["size"] = str(query["size"])
    return ListLook(
        columns=read_columns(told.get("columns") or getattr(user, of.chosen), of),
        density=_DENSITIES[told["density"]] if "density" in told else _kept_density(user),
        size=int(told.get("size") or user.list_size),
        told=tuple(told.items()),
    )


_DENSITIES = {"compact": Density.COMPACT, "comfortable": Density.COMFORTABLE}
_NAMES = {density: name for name, density in _DENSITIES.items()}
_SIZES = {str(size) for size in PAGE_SIZES}


def _kept_density(user: User) -> Density:
    return Density.COMPACT if user.list_density == Density.COMPACT else Density.COMFORTABLE
