"""Whom to complain to when the carrier does not answer a claim. Named only with the source that says so."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Regulator:
    """`tier`: trust in the source, as for carriers' facts (domain/carrier_file.py). `as_of`: when it was read."""

    names: Mapping[str, str]
    source: str
    tier: str
    as_of: str


_REGULATORS: dict[str, Regulator] = {
    "RU": Regulator(
        names={
            "ru": "Федеральная служба по надзору в сфере связи, информационных технологий и массовых коммуникаций"
            " (Роскомнадзор)",
            "en": "Federal Service for Supervision of Communications, Information Technology and Mass Media"
            " (Roskomnadzor)",
            "zh-hans": "俄罗斯联邦通信、信息技术和大众传媒监督局（Roskomnadzor）",
        },
        source="https://spravturs.ru/ukaz/49/kuda-zhalovatsya-na-sotovogo-operatora",
        tier="C",
        as_of="2026-11",
    ),
}


def regulator_of(country: str) -> Regulator | None:
    """The regulator for carriers of this country; None where no source names one, and then there is no such letter."""
    return _REGULATORS.get(country)
