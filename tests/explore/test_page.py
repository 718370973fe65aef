"""The published page's home: HTML that any reader has, and data for the script."""

import json
import re
import warnings
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from oslab.explore import TooManyFrames, explore, frames

HOSTILE = "</script><script>alert(1)</script> \" ' & <!-- ]]>"
VOID = {"input"}


class _Strict(HTMLParser):
    """Raises when an element is closed out of order or left open."""

    def __init__(self):
        super().__init__()
        self.open, self.elements, self.texts = [], [], {}

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        self.texts.setdefault(self.open[-1], []).append(data)


def _parsed(html):
    parser = _Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


def _html(room, **written):
    figure = explore(
        room.simulate, room.view, caption=written.pop("caption", "Move it."), **written
    )
    return figure._repr_mimebundle_()["text/html"]


def _data(html):
    return json.loads(re.search(r'class="oslab-data">(.*?)</script>', html, re.DOTALL)[1])


def test_the_page_is_well_formed_and_shows_the_start_without_script(room, page_home):
    html = _html(room, quantum=(1, 3), policy=["fifo", "lifo"], preempt=True, jobs="A")
    parsed = _parsed(html)

    assert room.view(room.simulate(1, 0.5, "fifo", True, "A")).svg in html
    assert ("form", True) in [(tag, "hidden" in found) for tag, found in parsed.elements]
    assert "Drawn for: quantum 1, policy fifo, preempt on, jobs A." in html
    assert "<figcaption>Move it.</figcaption>" in html


def test_every_input_has_a_label_and_a_native_kind(room, page_home):
    html = _html(room, quantum=(1, 3), policy=["fifo", "lifo"], preempt=True, jobs="A")
    inputs = [found for tag, found in _parsed(html).elements if tag in ("input", "select")]

    assert [(i["name"], i.get("type")) for i in inputs] == [
        ("quantum", "range"), ("policy", None), ("preempt", "checkbox"), ("jobs", "text")
    ]  # fmt: skip
    assert len(re.findall(r"<label><span>\w+</span> <(?:input|select)", html)) == 4


def test_only_the_announcer_is_a_live_region(room, page_home):
    html = _html(room, quantum=(1, 3))
    live = [
        found for tag, found in _parsed(html).elements
        if tag == "output" or "aria-live" in found or found.get("role") in ("status", "alert")
    ]  # fmt: skip

    assert live == [{"class": "oslab-announcement", "role": "status"}]


def test_the_same_figure_is_the_same_bytes(room, page_home):
    assert _html(room, quantum=(1, 9)) == _html(room, quantum=(1, 9))


def test_hostile_words_stay_words(room, page_home):
    html = _html(
        room, caption=HOSTILE, labels={"policy": HOSTILE}, policy=["fifo", HOSTILE], jobs=HOSTILE
    )
    parsed = _parsed(html)
    scripts = [found for tag, found in parsed.elements if tag == "script"]

    assert scripts == [{"type": "application/json", "class": "oslab-data"}]
    assert parsed.texts["figcaption"] == [HOSTILE]
    assert HOSTILE in parsed.texts["option"]
    assert _data(html)["controls"][1]["start"] == HOSTILE


def test_every_picture_is_well_formed_and_carries_its_alt_text(room, page_home):
    figure = explore(room.simulate, room.view, caption="c", quantum=(1, 3), policy=["<", '"&'])

    for svg in frames.draw(figure).pictures:
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label").startswith("quantum ")


def test_the_page_keeps_what_its_own_python_will_need(room, page_home):
    data = _data(_html(room, quantum=(1, 2), share=(0.0, 1.0, 0.5), jobs="A", initial={"share": 1}))

    assert data["controls"] == [
        {"name": "quantum", "label": "quantum", "kind": "range", "values": [1, 2], "start": 1},
        {"name": "share", "label": "share", "kind": "range",
         "values": [0.0, 0.5, 1.0], "start": 1.0},
        {"name": "jobs", "label": "jobs", "kind": "text", "values": [], "start": "A"},
    ]  # fmt: skip
    assert set(data) == {"simulate", "view", "controls", "frames"}


def test_a_figure_that_does_not_fit_tells_the_author_and_the_reader(room, page_home):
    with pytest.warns(TooManyFrames) as told:
        html = _html(room, caption="Too much.", quantum=(20, 1000))
    words = str(told[0].message)

    assert "'Too much.'" in words
    assert "600 of 981 pictures" in words
    assert f"{len(_data(html)['frames'])} bytes" in words
    assert f"limits: {frames.MOST_FRAMES} pictures, {frames.MOST_BYTES} bytes" in words
    assert re.search(r'<p class="oslab-limits">600 of 981 pictures', html)


def test_too_many_bytes_tell_the_author_too(room, page_home, monkeypatch):
    monkeypatch.setattr(frames, "MOST_BYTES", 1_200)

    with pytest.warns(TooManyFrames, match=r"of 99 pictures.*limits: 600 pictures, 1200 bytes"):
        html = _html(room, quantum=(20, 118))

    assert len(_data(html)["frames"]) <= 1_200


def test_a_figure_that_fits_says_nothing(room, page_home):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        html = _html(room, quantum=(1, 9))

    assert "oslab-limits" not in html


def test_the_text_to_change_stands_open_only_where_the_author_asked(room, page_home, monkeypatch):
    monkeypatch.setattr("oslab.explore.page.reference", lambda function: {"name": "known"})

    assert 'class="oslab-edit" hidden' in _html(room, quantum=(1, 3))
    assert 'class="oslab-edit" open hidden' in _html(room, quantum=(1, 3), editing=True)
