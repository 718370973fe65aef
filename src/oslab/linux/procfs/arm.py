"""Names of arm64 processors: the kernel prints two numbers where x86 prints a name."""

from __future__ import annotations

from collections.abc import Mapping

from oslab.errors import require_whole

IMPLEMENTERS: Mapping[int, str] = {
    0x41: "Arm", 0x42: "Broadcom", 0x43: "Cavium", 0x46: "Fujitsu", 0x48: "HiSilicon",
    0x4E: "NVIDIA", 0x50: "Applied Micro", 0x51: "Qualcomm", 0x61: "Apple", 0x6D: "Microsoft",
    0xC0: "Ampere",
}  # fmt: skip
"""Who made it. Source: arch/arm64/include/asm/cputype.h, `ARM_CPU_IMP_*`."""

PARTS: Mapping[tuple[int, int], str] = {
    (0x41, 0xD03): "Cortex-A53", (0x41, 0xD04): "Cortex-A35", (0x41, 0xD05): "Cortex-A55",
    (0x41, 0xD07): "Cortex-A57", (0x41, 0xD08): "Cortex-A72", (0x41, 0xD09): "Cortex-A73",
    (0x41, 0xD0A): "Cortex-A75", (0x41, 0xD0B): "Cortex-A76", (0x41, 0xD0C): "Neoverse-N1",
    (0x41, 0xD0D): "Cortex-A77", (0x41, 0xD40): "Neoverse-V1", (0x41, 0xD41): "Cortex-A78",
    (0x41, 0xD44): "Cortex-X1", (0x41, 0xD46): "Cortex-A510", (0x41, 0xD47): "Cortex-A710",
    (0x41, 0xD48): "Cortex-X2", (0x41, 0xD49): "Neoverse-N2", (0x41, 0xD4D): "Cortex-A715",
    (0x41, 0xD4E): "Cortex-X3", (0x41, 0xD4F): "Neoverse-V2", (0x41, 0xD80): "Cortex-A520",
    (0x41, 0xD81): "Cortex-A720", (0x41, 0xD82): "Cortex-X4", (0x41, 0xD84): "Neoverse-V3",
    (0x41, 0xD8E): "Neoverse-N3",
    (0x42, 0x516): "Vulcan", (0x43, 0x0A1): "ThunderX", (0x43, 0x0AF): "ThunderX2",
    (0x46, 0x001): "A64FX", (0x48, 0xD01): "TSV110", (0x4E, 0x003): "Denver",
    (0x4E, 0x004): "Carmel",
    (0x61, 0x022): "M1 Icestorm", (0x61, 0x023): "M1 Firestorm",
    (0xC0, 0xAC3): "Ampere-1", (0xC0, 0xAC4): "Ampere-1A",
}  # fmt: skip
"""Which core. Source: arch/arm64/include/asm/cputype.h, `*_CPU_PART_*`."""


def core_name(implementer: int, part: int) -> str:
    """Return the name of a core, or its two numbers where the table does not know it.

    >>> core_name(0x41, 0xD0C)
    'Arm Neoverse-N1'
    >>> core_name(0x41, 0xFFF)
    'Arm part 0xfff'

    Raises:
        InvalidInput: if one is not a whole number of at least 0.
    """
    require_whole("implementer", implementer, low=0)
    require_whole("part", part, low=0)
    maker = IMPLEMENTERS.get(implementer, f"implementer {implementer:#04x}")
    return f"{maker} {PARTS.get((implementer, part), f'part {part:#05x}')}"
