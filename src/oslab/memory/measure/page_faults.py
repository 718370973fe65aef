"""The error codes that the processor pushes, asked of the processor."""

from __future__ import annotations

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require
from oslab.linux import c_program
from oslab.measurement import Measurement

METHOD = (
    "A C program does what a page does not allow and reads the error code and the trap's "
    "number from the registers that the kernel saved for its SIGSEGV handler."
)
BREACHES = (
    "read_unmapped", "write_unmapped", "write_untouched", "write_read_only", "fetch_data",
    "read_kernel", "read_not_canonical", "fetch_allowed",
)  # fmt: skip


def page_faults() -> tuple[Measurement, ...]:
    """Return the error code of each breach; conditions are its name and the trap.

    Trap 14 is a page fault, 13 a general-protection fault, 0 none at all. For an address
    of the kernel's half Linux always says "present", whatever the processor said.

    Raises:
        Unavailable: on other processors than x86-64, or without a C compiler.

    Source: arch/x86/mm/fault.c, `set_signal_archinfo`; sigaction(2), `ucontext_t`.
    """
    done = c_program.run(c_program.find("memory", "page_faults"))
    if done.returncode != 0:
        raise Unavailable("the error codes of x86-64", "Ask a 64-bit x86 processor.")
    return tuple(
        Measurement(
            name=f"error code of {name.replace('_', ' ')}",
            samples=(code,),
            unit="error code",
            method=METHOD,
            machine=machine.this_machine(),
            conditions={"breach": name, "trap": trap},
        )
        for name, trap, code in parse_page_faults(done.stdout)
    )


def parse_page_faults(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return (breach, trap, error code) for each line of the program's answer.

    Raises:
        InvalidInput: if a line is none, or not all breaches are there.
    """
    require(isinstance(text, str), "text", text, "the program's answer")
    rows = [line.split() for line in text.splitlines()]
    try:
        found = tuple((name, int(trap), int(code)) for name, trap, code in rows)
    except ValueError as error:
        raise InvalidInput("text", text, "lines of NAME TRAP CODE") from error
    same = tuple(name for name, _, _ in found) == BREACHES
    require(same, "text", text, "a line for each of " + ", ".join(BREACHES))
    return found
