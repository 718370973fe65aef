"""`oslab deadlock`, `oslab trace`: what a live process does."""

from __future__ import annotations

import argparse
import json

from oslab.cli.terminal import Commands, room_door


def add_deadlock(commands: Commands) -> None:
    """Make `oslab deadlock` known."""
    parser = commands.add_parser(
        "deadlock",
        help="ask a process which of its threads waits for which",
        description="Read from outside, without stopping it, where each thread of a process "
        "waits and who holds what it waits for. Exits with 1 if they wait in a circle.",
        epilog="Example: oslab deadlock $(pgrep -n python)",
    )
    parser.add_argument("pid", type=int, help="the number of the process")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_deadlock)


def _deadlock(parsed: argparse.Namespace) -> int:
    graph = room_door("sync", "measure").deadlock(parsed.pid)
    if parsed.json:
        waits = [wait._asdict() for wait in graph.waits]
        print(json.dumps({"tasks": graph.tasks, "waits": waits, "cycle": graph.cycle}))
    else:
        print(graph)
    return 1 if graph.cycle else 0


def add_trace(commands: Commands) -> None:
    """Make `oslab trace` known."""
    parser = commands.add_parser(
        "trace",
        help="record a program's pages and predict its faults with less memory",
        description="Run a program, record which pages of one file it asks for, and print how "
        "many it would have to fetch with less memory for that file (LRU).",
        epilog="Example: oslab trace data.npy -- python train.py --epochs 1",
    )
    parser.add_argument("file", help="a file that the program maps or reads")
    parser.add_argument("command", nargs="+", help="the program and its words, after --")
    parser.add_argument("--output", help="a file for the page numbers, one a line")
    parser.set_defaults(run=_trace)


def _trace(parsed: argparse.Namespace) -> int:
    recorded = room_door("replacement", "measure").record_pages(
        parsed.command, [parsed.file], timeout_s=86_400, show=True
    )
    pages = recorded.references
    print(f"{recorded}\n{'MiB':>8} {'frames':>9} {'fetched':>10} {'of all':>7}")
    curve = room_door("replacement", "fast").fault_curve(pages)
    for sixteenths in (1, 2, 4, 8, 12, 16):
        frames = (len(curve) - 1) * sixteenths // 16
        share = curve[frames] / max(1, len(pages))
        print(f"{frames / 256:8.1f} {frames:9,} {curve[frames]:10,} {share:7.1%}")
    if parsed.output:
        with open(parsed.output, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.writelines(f"{page}\n" for page in pages)
    return 0
