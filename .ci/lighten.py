"""lighten.py SITE: take out of every built page what it does not use.

The theme ships all 2,045 icons of Font Awesome, half of what a page weighs; the
site shows a dozen. Sphinx gives MathJax to every page that *leads* to a formula.
Both are cut here, after the build, from the theme's own files. Where those no
longer look as this script expects, it stops and says so: an icon that silently
vanished would be worse than a heavy page.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from pathlib import Path

ICONS = "_static/scripts/fontawesome.js"
LICENCE = "/*! For license information please see fontawesome.js.LICENSE.txt */"
# name:[width,height,[other names],"code",path or two paths]
ICON = re.compile(
    r'(?<!\w)("[\w-]+"|\w+):\[[\d.]+,[\d.]+,\[([^\]]*)\],"\w+",(?:"[^"]*"|\["[^"]*","[^"]*"\])\],?'
)
PACK = re.compile(r"var p=\{(?=\"?[\w-]+\"?:\[\d)")
# Words that look like icons and say how one is shown.
MANNERS = {"solid", "regular", "brands", "lg", "sm", "xs", "fw", "spin", "pulse", "2x", "3x"}
USE = re.compile(r"\bfa-([a-z0-9-]+)")
MATHJAX = re.compile(
    r"\s*<script>window\.MathJax = .*?</script>\s*<script[^>]*mathjax/[^>]*></script>"
)


class Unexpected(Exception):
    """The theme's file is no longer what this script knows how to cut."""


def names_of(found: re.Match[str]) -> set[str]:
    """Return every name that an icon answers to."""
    return {found[1].strip('"'), *re.findall(r'"([\w-]+)"', found[2])}


def trimmed(script: str, used: set[str]) -> str:
    """Return the theme's icon script with only those icons that `used` names."""
    icons = list(ICON.finditer(script))
    if not script.startswith(LICENCE) or len(icons) < 1000 or len(PACK.findall(script)) != 3:
        raise Unexpected(f"{ICONS} has {len(icons)} icons: the theme's file changed its shape")
    unknown = used - MANNERS - set().union(*map(names_of, icons))
    if unknown:
        raise Unexpected(f"no icon is called {', '.join(sorted(unknown))}")
    short = ICON.sub(lambda one: one[0] if names_of(one) & used else "", script)
    if len(short) > 200_000:
        raise Unexpected(f"{ICONS} is still {len(short)} characters: icons are stored otherwise")
    return re.sub(r"//# sourceMappingURL=.*", "", short)


def words(site: Path) -> set[str]:
    """Return the icon words of the pages and of every script but the icons' own."""
    scripts = [*site.glob("_static/*.js"), *site.glob("_static/scripts/*.js")]
    texts = [one.read_text(encoding="utf-8") for one in scripts if one.name != Path(ICONS).name]
    for page in site.rglob("*.html"):
        texts += re.findall(r'class="[^"]*"', page.read_text(encoding="utf-8"))
    return {word for text in texts for word in USE.findall(text)}


def main(site: Path) -> None:
    """Cut the icons and the needless MathJax of a built site, and say what is left."""
    theme = importlib.util.find_spec("pydata_sphinx_theme")
    if theme is None or theme.origin is None:
        raise Unexpected("pydata_sphinx_theme is not installed")
    original = Path(theme.origin).parent / "theme/pydata_sphinx_theme/static/scripts/fontawesome.js"
    used = words(site)
    script = trimmed(original.read_text(encoding="utf-8"), used)
    (site / ICONS).write_text(script, encoding="utf-8")
    (site / f"{ICONS}.map").unlink(missing_ok=True)
    digest = hashlib.sha256(script.encode()).hexdigest()[:20]
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        new = re.sub(r"(fontawesome\.js\?digest=)\w+", rf"\g<1>{digest}", text)
        if 'class="math' not in new:
            new = MATHJAX.sub("", new)
        if new != text:
            page.write_text(new, encoding="utf-8")
    kept = len(ICON.findall(script))
    print(f"icons: {kept} of Font Awesome's, {len(script) // 1000} kB before compression")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Unexpected as error:
        sys.exit(f"lighten: {error}")
