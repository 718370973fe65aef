"""Cut an address into indices, and put one together."""

from __future__ import annotations

import re

from oslab.errors import InvalidInput, require, require_whole
from oslab.memory.records.address import ENTRIES, INDEX_BITS, LEVELS, PAGE_4K, Address, shift, width

_HEX = re.compile(r"(?:0[xX])?[0-9a-fA-F_]{1,24}")


def split(address: int | str = "0x7ffff7dd12f8", levels: int = 4) -> Address:
    """Return the indices and the offset of a virtual address.

    >>> split(0x7FFFF7DD12F8)
    Address(pgd=255, pud=511, pmd=446, pte=465, offset=760, p4d=None)

    Args:
        address: 0 to 2**64 - 1, as a number or as hexadecimal text.
        levels: 4 or 5.

    Raises:
        InvalidInput: if it is no address, or not canonical: all bits above the highest
            index must repeat its highest bit.

    Source: Intel SDM volume 1, 3.3.7.1 (canonical addressing); volume 3A, 4.5.
    """
    bits = width(levels)
    number = require_whole("address", _number(address), 0, 2**64 - 1)
    high = number >> bits - 1
    ok = high in (0, (1 << 65 - bits) - 1)
    require(ok, "address", _shown(address), f"canonical: bits 63 to {bits - 1} are equal")
    found = {
        name: number >> _shift(name, levels) & ENTRIES - 1 for name in LEVELS[levels]
    }  # fmt: skip
    return Address(**found, offset=number & PAGE_4K - 1)


def join(address: Address) -> int:
    """Return the number that `split` was given.

    Raises:
        InvalidInput: if it is no Address.
    """
    require(isinstance(address, Address), "address", address, "an Address")
    return address.value


def _shift(level: str, levels: int) -> int:
    # The root of four stands where the second of five does.
    return shift(level) - (INDEX_BITS if level == "pgd" and levels == 4 else 0)


def _number(address: object) -> object:
    if not isinstance(address, str):
        return address
    text = address.strip()
    if _HEX.fullmatch(text) is None or not text.strip("_xX"):
        raise InvalidInput("address", address, "a number or hexadecimal text such as 0x7fff0000")
    try:
        return int(text, 16)
    except ValueError as error:
        raise InvalidInput("address", address, "hexadecimal text") from error


def _shown(address: int | str) -> object:
    return address if isinstance(address, str) else f"{address:#x}"
