"""What may follow a printed number: units, spreads, shares."""

from __future__ import annotations

import re

from .grades import word_set
from .literals import NUMBER

#: `9906/10000 (99%)`: the share in front of the percentage that counts.
FRACTION = re.compile(r"\s?/\s?\d{1,12}(?:\.\d{1,6})?\s{0,3}[=(]\s{0,3}(?=\d[\d.]{0,12}\s?%)")
#: `(+/- 0.02)`, `± 0.02`.
SPREAD = re.compile(
    rf"\s?%?\s{{0,3}}[(\[]?\s{{0,2}}(?:\+/-|±|\+-)\s{{0,3}}({NUMBER})\s?%?\s?[)\]]?"
)
UNIT = re.compile(r"(\s?)(%|[A-Za-zµμ]{1,12}(?:/[A-Za-z]{1,12})?)(?![\w/])")
_UNITS = word_set(
    "% B kB KB MB GB TB KiB MiB GiB TiB bytes K M G k px dB Hz kHz MHz GHz W kW V A °C "
    "FLOPs GFLOPs MFLOPs GMac MMac percent"
)
_TIMES = word_set(
    "s ms us ns µs μs sec secs second seconds min mins minute minutes h hr hrs hour hours day days "
    "it/s s/it"
)


def is_time(unit: str | None) -> bool:
    """Whether a unit is one of time or rate."""
    return unit is not None and (unit in _TIMES or "/" in unit)


def is_unit(found: re.Match[str]) -> bool:
    """Whether what follows a number is a unit that is known."""
    return found[2] in _UNITS or found[2] in _TIMES or "/" in found[2]
