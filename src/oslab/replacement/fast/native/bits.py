"""Three instructions on 64-bit words that Python has no name for."""

from __future__ import annotations

from typing import Any

import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic


def _instruction(name: str) -> Any:
    def typed(_: Any, word: Any) -> Any:
        def emit(__: Any, builder: Any, ___: Any, arguments: Any) -> Any:
            undefined_at_zero = [ir.Constant(ir.IntType(1), 0)] if name != "ctpop" else []
            return getattr(builder, name)(arguments[0], *undefined_at_zero)

        return types.uint64(types.uint64), emit

    made = intrinsic(typed)
    made.__module__ = numba.__name__
    return made


popcount = _instruction("ctpop")
leading_zeros = _instruction("ctlz")
trailing_zeros = _instruction("cttz")
