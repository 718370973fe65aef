"""Where Linux puts the parts of a process on x86-64, before anything runs."""

from __future__ import annotations

from oslab.errors import require, require_whole
from oslab.memory.records.address import PAGE_4K, width
from oslab.memory.records.address_space import (
    ANONYMOUS,
    HEAP,
    PROGRAM,
    STACK,
    AddressSpace,
    Region,
)

_FIXED = 0x400000
_STACK_RANDOM, _BRK_RANDOM = 1 << 34, 1 << 30
_GUARD = 256 * PAGE_4K
_LEAST_GAP = 128 << 20


def layout(
    levels: int = 4, random: bool = True, pie: bool = True, stack_mib: int = 8,
    random_bits: int = 28,
) -> AddressSpace:  # fmt: skip
    """Return the windows in which the parts of a new process may begin.

    For the program and its heap that is where they start, for the stack and the area of
    mmap, which grow down, where their top is. Without randomisation a window is one page.
    The heap follows the program, wherever that landed, so its window is drawn after it.

    Args:
        levels: 4 or 5. With 5 nothing changes: programs get the lower 128 TiB unless
            they ask mmap for an address above.
        random: whether addresses are randomised (`kernel.randomize_va_space`).
        pie: whether the program may be loaded anywhere, as most are now.
        stack_mib: the soft limit of the stack, 1 to 2**16.
        random_bits: of the place of mmap, in pages (`vm.mmap_rnd_bits`), 28 to 32.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: arch/x86/mm/mmap.c, `mmap_base`, `stack_maxrandom_size`;
        arch/x86/include/asm/elf.h, `ELF_ET_DYN_BASE`; arch/x86/kernel/process.c,
        `arch_randomize_brk`; Documentation/arch/x86/x86_64/5level-paging.rst.
    """
    width(levels)
    for name, flag in (("random", random), ("pie", pie)):
        require(isinstance(flag, bool), name, flag, "True or False")
    require_whole("stack_mib", stack_mib, 1, 1 << 16)
    require_whole("random_bits", random_bits, 28, 32)
    top = (1 << 47) - PAGE_4K
    code = top // 3 * 2 // PAGE_4K * PAGE_4K if pie else _FIXED
    program = _window("program starts", PROGRAM, code, PAGE_4K << random_bits, random and pie)
    heap = _window("heap starts, after the program", HEAP, program.end, _BRK_RANDOM, random)
    gap = max((stack_mib << 20) + _GUARD + (_STACK_RANDOM if random else 0), _LEAST_GAP)
    drift = PAGE_4K << random_bits if random else PAGE_4K
    area = _window("mmap grows down from", ANONYMOUS, top - gap - drift, drift, random)
    drift = _STACK_RANDOM if random else PAGE_4K
    stack = _window("stack grows down from", STACK, top - drift, drift, random)
    return AddressSpace((program, heap, area, stack), levels)


def _window(name: str, kind: str, start: int, size: int, random: bool) -> Region:
    return Region(name, kind, start, start + (size if random else PAGE_4K))
