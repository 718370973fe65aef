"""The compiler's door: a cache keyed by content, texts and errors that say what to do."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import c_program

HELLO = '#include <stdio.h>\nint main(void) { puts("hello"); return 3; }\n'

nonsense = st.one_of(
    st.none(), st.integers(), st.floats(), st.text(max_size=300), st.binary(), st.lists(st.none())
)


@pytest.fixture
def hello(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "hello.c"
    path.write_text(HELLO)
    return path


def test_a_program_runs_and_its_status_and_text_come_back(hello: Path) -> None:
    done = c_program.run(hello)
    assert (3, "hello\n", "") == (done.returncode, done.stdout, done.stderr)


def test_arguments_reach_the_program_as_words(tmp_path: Path, hello: Path) -> None:
    hello.write_text("#include <stdio.h>\nint main(int n, char **v) { puts(v[n - 1]); }\n")
    assert "2.5\n" == c_program.run(hello, "a", 1, 2.5).stdout


def test_an_unchanged_program_is_compiled_once(hello: Path) -> None:
    first = c_program.compile(hello)
    before = first.stat().st_mtime_ns
    assert (first, before) == (c_program.compile(hello), first.stat().st_mtime_ns)


def test_a_changed_source_and_other_flags_give_other_programs(hello: Path) -> None:
    first = c_program.compile(hello)
    other_flags = c_program.compile(hello, ("-O0",))
    hello.write_text(HELLO.replace("3", "4"))
    assert 3 == len({first, other_flags, c_program.compile(hello)})
    assert 4 == c_program.run(hello).returncode


def test_nothing_but_whole_programs_is_left_in_the_cache(hello: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(c_program.compile, [hello] * 8))
    assert sorted(made) == sorted(c_program.cache().iterdir())


def test_a_program_that_does_not_compile_says_what_the_compiler_said(hello: Path) -> None:
    hello.write_text("int main(void) { return nothing_here; }\n")
    with pytest.raises(InvalidInput, match="nothing_here"):
        c_program.compile(hello)
    assert [] == list(c_program.cache().iterdir())


def test_without_a_compiler_the_remedy_names_the_package(
    hello: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    with pytest.raises(Unavailable, match="apt-get install gcc"):
        c_program.run(hello)


def test_cc_in_the_environment_is_obeyed(
    hello: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "my-cc"
    mine.symlink_to(c_program.compiler())
    monkeypatch.setenv("CC", str(mine))
    assert str(mine) == c_program.compiler()


def test_a_program_that_never_ends_is_killed(hello: Path) -> None:
    hello.write_text("#include <unistd.h>\nint main(void) { for (;;) pause(); }\n")
    with pytest.raises(Unavailable, match=r"hello\.c within 0\.2 s"):
        c_program.run(hello, timeout_s=0.2)


def test_a_folder_of_someone_else_is_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(c_program.tempfile, "gettempdir", lambda: str(tmp_path / "spare"))
    me = os.getuid()
    monkeypatch.setattr(c_program.os, "getuid", lambda: me + 1)
    with pytest.raises(Unavailable, match="XDG_CACHE_HOME"):
        c_program.cache()


BOOK = sorted(Path(c_program.__file__).parents[1].glob("*/programs/*.c"))


@pytest.mark.parametrize("path", BOOK, ids=lambda path: path.name)
def test_every_program_of_the_book_compiles_without_a_warning(path: Path) -> None:
    assert path == c_program.find(path.parents[1].name, path.stem)
    # What is loaded into another program has no main of its own.
    library = () if "int main(" in path.read_text() else ("-shared", "-fPIC")
    assert c_program.compile(path, ("-Werror", *library)).exists()


def test_a_listing_is_plain_in_text_and_coloured_in_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listing = c_program.listing(c_program.find("processes", "fork_exec_wait"))
    monkeypatch.setenv("OSLAB_OUTPUT", "text")
    assert {"text/plain": listing.text} == listing._repr_mimebundle_()
    monkeypatch.setenv("OSLAB_OUTPUT", "page")
    html = listing._repr_mimebundle_()["text/html"]
    assert "execvp" in html
    assert "&lt;errno.h&gt;" in html
    assert 'tabindex="0"' in html


def test_a_listing_of_a_part_says_where_it_stands() -> None:
    path = c_program.find("sync", "bounded_buffer")
    whole = path.read_text().splitlines()
    part = c_program.listing(path, first="static void tell(", until="static void put(")

    assert part.text.startswith("static void tell(")
    assert part.text.rstrip().endswith("}")
    assert whole[int(part.name.split()[-1]) - 1] == part.text.splitlines()[0]
    python = c_program.listing(path.with_suffix(".py"), first="    def tell(")
    assert "highlight" in python._repr_mimebundle_().get("text/html", "highlight")
    for line in ({"first": "no such line"}, {"until": "/* bounded"}, {"first": None}):
        with pytest.raises(InvalidInput):
            c_program.listing(path, **line)  # type: ignore[arg-type]


@given(nonsense, nonsense)
def test_nonsense_is_named(one: object, two: object) -> None:
    for ask in (
        lambda: c_program.find(one, two),  # type: ignore[arg-type]
        lambda: c_program.find("processes", one),  # type: ignore[arg-type]
        lambda: c_program.compile(one),  # type: ignore[arg-type]
        lambda: c_program.run(one),  # type: ignore[arg-type]
        lambda: c_program.listing(one),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidInput):
            ask()


@pytest.mark.parametrize("flags", [None, "-O2", [1], ["\0"], 3])
def test_flags_that_are_no_list_of_texts_are_refused(flags: object, hello: Path) -> None:
    with pytest.raises(InvalidInput, match="flags"):
        c_program.compile(hello, flags)  # type: ignore[arg-type]


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), "1", None])
def test_a_time_limit_that_is_none_is_refused(timeout: object, hello: Path) -> None:
    with pytest.raises(InvalidInput, match="timeout_s"):
        c_program.run(hello, timeout_s=timeout)  # type: ignore[arg-type]


@pytest.mark.parametrize("argument", [None, b"x", ["x"], "a\0b"])
def test_an_argument_that_is_no_word_is_refused(argument: object, hello: Path) -> None:
    with pytest.raises(InvalidInput, match="arguments"):
        c_program.run(hello, argument)  # type: ignore[arg-type]
