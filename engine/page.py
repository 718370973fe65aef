"""What runs in the reader's browser: names or edited source in, a picture out.

The page's worker calls `draw`. The modules it imports are the very files of
`src/oslab` that Jupyter uses; this file only finds the functions, runs them
and says, in a traceback of the reader's own lines, what went wrong.
"""

import importlib
import linecache
import traceback

from oslab.errors import InvalidInput
from oslab.svg import refusal

EDITED = "<your edit>"
_edits = {}


def draw(simulate, view, values, source=None):
    """Return (svg, alt, "") or ("", "", what went wrong).

    `simulate` and `view` are mappings: {"module", "name"} of a package function,
    or {"source", "name"} of one written in the chapter. `source`, where given,
    is the reader's text in place of `simulate`.
    """
    try:
        record = _find(simulate, source)(**values)
        picture = _find(view)(record)
    except InvalidInput as error:  # as in src/oslab/explore/frames.py, to the byte
        picture = refusal(error)
    except Exception as error:  # the reader's own code may raise anything
        return "", "", _told(error)
    return picture.svg, picture.alt, ""


def _find(function, source=None):
    source = source if source is not None else function.get("source")
    if source is None:
        return getattr(importlib.import_module(function["module"]), function["name"])
    key = (function.get("module"), source)
    if key not in _edits:
        space = {"__name__": EDITED}
        if function.get("module"):
            space = {**vars(importlib.import_module(function["module"])), **space}
        linecache.cache[EDITED] = (len(source), None, source.splitlines(True), EDITED)
        exec(compile(source, EDITED, "exec"), space)
        _edits.clear()
        _edits[key] = space
    if function["name"] not in _edits[key]:
        raise NameError(f"the edited text no longer defines {function['name']}")
    return _edits[key][function["name"]]


def _told(error):
    """The error from the first line that the reader can see: their edit, else its last word."""
    step = error.__traceback__
    while step and step.tb_frame.f_code.co_filename != EDITED:
        step = step.tb_next
    if step is None and not isinstance(error, SyntaxError):
        return "".join(traceback.format_exception_only(error)).strip()
    return "".join(traceback.format_exception(type(error), error, step)).strip()
