"""The CPU's own words on its TLBs: leaves of CPUID, parsed and decoded.

AMD says it in leaves 80000005 and 80000006, Intel in leaf 18 or, before that, by
descriptors in leaf 2. A hypervisor may answer 0 to any of them; then there is nothing
to compare a measurement with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oslab.errors import InvalidInput, require

Leaves = Mapping[tuple[int, int], tuple[int, int, int, int]]
"""(leaf, subleaf) to EAX, EBX, ECX, EDX."""

SMALL_PAGE, HUGE_PAGE = 4 << 10, 2 << 20


@dataclass(frozen=True, slots=True)
class Tlb:
    """One translation look-aside buffer for data.

    Args:
        level: 1 is asked first.
        page_bytes: of the pages whose translations it keeps.
        entries: how many.
    """

    level: int
    page_bytes: int
    entries: int

    @property
    def reach_bytes(self) -> int:
        """Memory that it can translate without a walk."""
        return self.entries * self.page_bytes


_LINE = re.compile("([0-9a-f]{1,8})" + " ([0-9a-f]{1,8})" * 5)
_AMD, _HYGON, _INTEL = "AuthenticAMD", "HygonGenuine", "GenuineIntel"
# Leaf 2 is a list of bytes that name a TLB each: level, page sizes, entries.
_DESCRIPTORS: Mapping[int, tuple[int, tuple[int, ...], int]] = {
    0x03: (1, (SMALL_PAGE,), 64),
    0x5A: (1, (HUGE_PAGE,), 32),
    0x63: (1, (HUGE_PAGE,), 32),
    0x6B: (1, (SMALL_PAGE,), 256),
    0x6C: (1, (HUGE_PAGE,), 128),
    0xB3: (1, (SMALL_PAGE,), 128),
    0xB4: (1, (SMALL_PAGE,), 256),
    0xBA: (1, (SMALL_PAGE,), 64),
    0xC1: (2, (SMALL_PAGE, HUGE_PAGE), 1024),
    0xC2: (1, (HUGE_PAGE,), 16),
    0xC3: (2, (SMALL_PAGE, HUGE_PAGE), 1536),
    0xCA: (2, (SMALL_PAGE,), 512),
}


def parse(text: str) -> Leaves:
    r"""Return the leaves that `memory/programs/cpuid.c` printed.

    >>> parse("80000005 0 ff48ff40 ff48ff40 20080140 20080140\n")[0x80000005, 0][1] >> 16 & 0xff
    72

    Raises:
        InvalidInput: if a line is not six hexadecimal numbers, or a leaf comes twice.
    """
    require(isinstance(text, str), "text", text, "lines of six hexadecimal numbers")
    found: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise InvalidInput("line", line, "six hexadecimal numbers")
        leaf, subleaf, *registers = (int(word, 16) for word in match.groups())
        require((leaf, subleaf) not in found, "line", line, "each leaf once")
        eax, ebx, ecx, edx = registers
        found[leaf, subleaf] = (eax, ebx, ecx, edx)
    return found


def data_tlbs(leaves: Leaves) -> tuple[Tlb, ...]:
    """Return the TLBs for data, first level first; none where the machine hides them.

    Raises:
        InvalidInput: if `leaves` is not what `parse` returns.

    Source: AMD64 Architecture Programmer's Manual, volume 3, E.4.4 and E.4.5; Intel 64 and
        IA-32 Architectures Software Developer's Manual, volume 2A, CPUID, leaves 2 and 18H;
        arch/x86/kernel/cpu/amd.c, `cpu_detect_tlb_amd`, and intel.c, `intel_tlb_table`.
    """
    ok = isinstance(leaves, Mapping) and all(map(_is_leaf, leaves.items()))
    require(ok, "leaves", leaves, "leaves and four registers each, as parse returns them")
    vendor = _vendor(leaves.get((0, 0), (0, 0, 0, 0)))
    if vendor in (_AMD, _HYGON):
        found = list(_amd(leaves))
    elif vendor == _INTEL:
        found = list(_intel(leaves)) or list(_described(leaves))
    else:
        found = []
    return tuple(sorted(set(found), key=lambda one: (one.page_bytes, one.level, one.entries)))


def _vendor(registers: tuple[int, int, int, int]) -> str:
    _, ebx, ecx, edx = registers
    return b"".join(x.to_bytes(4, "little") for x in (ebx, edx, ecx)).decode("latin-1")


def _amd(leaves: Leaves) -> Iterator[Tlb]:
    for leaf, level, mask in ((0x8000_0005, 1, 0xFF), (0x8000_0006, 2, 0xFFF)):
        eax, ebx, _, _ = leaves.get((leaf, 0), (0, 0, 0, 0))
        for page, register in ((HUGE_PAGE, eax), (SMALL_PAGE, ebx)):
            # Bits 23 to 16 count the first level's entries, bits 27 to 16 the second's.
            entries = register >> 16 & mask
            if entries:
                yield Tlb(level, page, entries)


def _intel(leaves: Leaves) -> Iterator[Tlb]:
    for (leaf, _), (_, ebx, ecx, edx) in leaves.items():
        kind, level = edx & 0x1F, edx >> 5 & 0x7
        # 1 is for data, 3 unified, 4 for loads only; 2 holds instructions, 5 stores.
        if leaf != 0x18 or kind not in (1, 3, 4) or level == 0:
            continue
        for bit, page in ((0, SMALL_PAGE), (1, HUGE_PAGE)):
            if ebx >> bit & 1 and (ebx >> 16) * ecx:
                yield Tlb(level, page, (ebx >> 16) * ecx)


def _described(leaves: Leaves) -> Iterator[Tlb]:
    registers = leaves.get((2, 0), (0, 0, 0, 0))
    for number, register in enumerate(registers):
        if register >> 31:  # no descriptors in it
            continue
        # The lowest byte of EAX says how often to ask, and names nothing.
        for shift in (8, 16, 24) if number == 0 else (0, 8, 16, 24):
            level, pages, entries = _DESCRIPTORS.get(register >> shift & 0xFF, (0, (), 0))
            for page in pages:
                yield Tlb(level, page, entries)


def _is_leaf(pair: object) -> bool:
    if not isinstance(pair, tuple) or not isinstance(pair[0], tuple):
        return False
    name, registers = pair
    ok = len(name) == 2 and isinstance(registers, tuple) and len(registers) == 4
    return ok and all(isinstance(x, int) and 0 <= x < 2**32 for x in (*name, *registers))
