import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.scene import Fade, Group, Scene, Text, rectangle, texts
from figures.svg import escape, to_svg
from figures.theme import DARK, LIGHT, THEMES

SVG = "{http://www.w3.org/2000/svg}"
GOLDEN = Path(__file__).parent / "golden"
NASTY = "<script>alert(1)</script> & \"quoted\" 'too' ]]> <!-- -->"
ANY = st.text(st.characters(exclude_categories=[]), max_size=60)


def tree(text):
    return ElementTree.fromstring(text)


def scene_of(*parts, **how):
    return Scene(200, 100, (Group("layer", parts),), **how)


@pytest.fixture(scope="module")
def shipped(look):
    return {
        (name, style): to_svg(look.shipped_scene(name, style), THEMES[style])
        for name in ("ispace", "apollo11", "slim")
        for style in ("light", "dark")
    }


def test_it_is_an_image_with_a_title_and_a_description(look, shipped):
    for (name, style), text in shipped.items():
        root, scene = tree(text), look.shipped_scene(name, style)
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        named = {each.get("id"): each for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")}
        title, description = (named[each] for each in root.get("aria-labelledby").split())
        assert (title.tag, title.text) == (f"{SVG}title", scene.title)
        assert (description.tag, description.text) == (f"{SVG}desc", scene.description)


def test_its_size_is_in_points(look, shipped):
    root, scene = tree(shipped["ispace", "light"]), look.shipped_scene("ispace")
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(scene.width, abs=0.01)
    assert float(root.get("height").removesuffix("pt")) == pytest.approx(scene.height, abs=0.01)
    assert [float(side) for side in root.get("viewBox").split()][2:] == pytest.approx(
        [scene.width, scene.height], abs=0.01
    )


def test_every_text_is_a_text_in_its_place(look, shipped):
    for (name, style), text in shipped.items():
        found = list(tree(text).iter(f"{SVG}text"))
        wanted = texts(look.shipped_scene(name, style))
        assert ["".join(each.itertext()) for each in found] == [each.text for each in wanted]
        for element, each in zip(found, wanted, strict=True):
            assert float(element.get("x")) == pytest.approx(each.x, abs=0.006)
            assert float(element.get("y")) == pytest.approx(each.y, abs=0.006)
            assert float(element.get("font-size")) == pytest.approx(each.size, abs=0.006)


def test_ids_are_unique_and_every_event_has_its_own(look, shipped):
    for (name, _), text in shipped.items():
        ids = [each.get("id") for each in tree(text).iter() if each.get("id")]
        assert len(ids) == len(set(ids))
        assert {event.address for event in look.shipped(name)[0].events} <= set(ids)


def test_every_event_has_a_tooltip(look, shipped):
    for (name, _), text in shipped.items():
        tips = {each.get("id"): each.findtext(f"{SVG}title") for each in tree(text).iter(f"{SVG}g")}
        assert all(tips[event.address].startswith(event.label) for event in look.shipped(name)[0].events)


def outside_references(text):
    """What a document would fetch: nothing may, but a reader may follow a source's link."""
    root = tree(text)
    wrong = [
        each.tag
        for each in root.iter()
        if each.tag.removeprefix(SVG) in ("script", "image", "use", "foreignObject")
    ]
    for each in root.iter():
        for name, value in each.attrib.items():
            if name.endswith(("href", "src")) and not (
                each.tag == f"{SVG}a" and value.startswith(("http://", "https://"))
            ):
                wrong.append((each.tag, value))
            if name.startswith("on"):
                wrong.append((each.tag, name))
    wrong += [url for url in re.findall(r"url\(([^)]*)\)", text) if not url.startswith(("#", "data:font/"))]
    return wrong + re.findall("@import|<!DOCTYPE|<!ENTITY|<\\?xml-stylesheet", text)


def test_it_refers_to_nothing_outside(shipped):
    for text in shipped.values():
        assert outside_references(text) == []


def test_what_a_file_says_is_never_markup(look):
    event = {"label": NASTY, "claims": [{"date": "2025-06-05", "source": "s0"}]}
    timeline = look.made([[event]], title=NASTY)
    timeline = timeline.model_copy(
        update={
            "description": NASTY,
            "sources": tuple(
                source.model_copy(update={"title": NASTY, "url": "javascript:alert(1)"})
                for source in timeline.sources
            ),
        }
    )
    text = to_svg(look.laid_out(timeline), LIGHT)
    assert outside_references(text) == []
    shown = NASTY.translate(dict.fromkeys((7, 0, 27), "\ufffd"))
    assert tree(text).findtext(f"{SVG}title") == shown
    assert (
        "".join(
            next(g for g in tree(text).iter(f"{SVG}g") if g.get("id") == "m0.e0")
            .find(f"{SVG}text")
            .itertext()
        )
        == shown
    )


def as_shown(text):
    """What XML gives back: what may not stand in it replaced, ends of lines read as one."""
    allowed = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    return re.sub("\r\n?", "\n", allowed)


@settings(max_examples=60, deadline=None)
@given(ANY, ANY, ANY, ANY)
def test_any_words_come_back_as_they_were(words, title, tip, datum):
    group = Group("event", (Text(5, 20, words, 8),), "m.e", tip, (("date", datum),))
    root = tree(to_svg(Scene(100, 50, (group,), title, title, (("source", datum),)), LIGHT).encode("utf-8"))
    assert "".join(root.find(f".//{SVG}text").itertext()) == as_shown(words)
    assert (root.findtext(f"{SVG}title") or "") == as_shown(title)
    assert (root.find(f"{SVG}g").findtext(f"{SVG}title") or "") == as_shown(tip)


@given(ANY)
def test_escaped_text_has_no_markup_left(words):
    assert not re.search("[<>\"']|&(?!(amp|lt|gt|quot|#39);)", escape(words))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a b", "file:///x", "//x", ""]
)
def test_only_web_addresses_become_links(url):
    assert not list(tree(to_svg(scene_of(Text(1, 9, "x", 8, href=url)), LIGHT)).iter(f"{SVG}a"))


def test_a_web_address_becomes_a_link():
    link = next(tree(to_svg(scene_of(Text(1, 9, "x", 8, href="https://a.org/?b&c")), LIGHT)).iter(f"{SVG}a"))
    assert link.get("href") == "https://a.org/?b&c"
    assert link.findtext(f"{SVG}text") == "x"


def test_equal_fades_share_a_gradient_and_others_do_not():
    fades = [Fade(x, 0, 10, 5, "done", start, 0.0) for x, start in ((0, 0.5), (20, 0.5), (40, 0.25))]
    root = tree(to_svg(scene_of(*fades), LIGHT))
    gradients = {each.get("id"): each for each in root.iter(f"{SVG}linearGradient")}
    used = [each.get("fill") for each in root.iter(f"{SVG}rect")][1:]
    assert len(gradients) == 2
    assert used[0] == used[1] != used[2]
    assert {fill[5:-1] for fill in used} == set(gradients)
    stops = [stop.get("stop-opacity") for stop in gradients[used[2][5:-1]]]
    assert stops == ["0.25", "0"]


def test_paper_lies_under_all_in_the_style_s_colour(look, shipped):
    for (_, style), text in shipped.items():
        paper = tree(text).find(f"{SVG}rect")
        assert paper.get("fill") == THEMES[style].colour("paper")


def test_numbers_are_short():
    text = to_svg(scene_of(rectangle(1 / 3, -0.001, 2e-9, 7.0, "ink")), LIGHT)
    path = next(tree(text).iter(f"{SVG}path")).get("d")
    assert path == "M0.33,0L0.33,0L0.33,7L0.33,7Z"


def test_the_font_is_embedded_once_a_weight_with_what_is_used(look, shipped):
    text = shipped["ispace", "light"]
    faces = re.findall(r"@font-face\{font-family:'([^']+)'", text)
    assert sorted(faces) == ["Moonline-regular", "Moonline-semibold"]
    assert len(text) < 200_000


def drawn_text(look, name, style, lanes=None):
    """A figure as text: one element a line, the fonts left out, which other tests hold."""
    scene = look.laid_out(look.shipped(name)[0], style, lanes=lanes)
    text = re.sub(r"base64,[A-Za-z0-9+/=]*", "base64,", to_svg(scene, THEMES[style]))
    return re.sub("moonline [0-9][0-9.a-z+]*", "moonline VERSION", text).replace("><", ">\n<")


@pytest.mark.parametrize(
    ("golden", "name", "style", "lanes"),
    [
        ("ispace", "ispace", "light", None),
        ("apollo11", "apollo11", "light", None),
        ("m2-dark", "ispace", "dark", ["m2"]),
    ],
)
def test_figures_are_the_ones_that_were_looked_at(look, golden, name, style, lanes):
    """MOONLINE_ACCEPT=1 takes the figures as they are now; look at what changed before."""
    path = GOLDEN / f"{golden}.svg"
    now = drawn_text(look, name, style, lanes)
    if os.environ.get("MOONLINE_ACCEPT") == "1":
        path.write_text(now, encoding="utf-8", newline="\n")
    if path.is_file() and path.read_text(encoding="utf-8") == now:
        path.with_suffix(".new.svg").unlink(missing_ok=True)
        return
    path.with_suffix(".new.svg").write_text(now, encoding="utf-8", newline="\n")
    pytest.fail(
        f"{golden}.svg is drawn otherwise now: look at {path.with_suffix('.new.svg').name} beside it in tests/golden, "
        "then take it with MOONLINE_ACCEPT=1"
    )


def test_styles_differ_in_colours_alone_where_they_are_of_one_size(look):
    light, dark = (look.shipped_scene("slim", style) for style in ("light", "dark"))
    assert light == dark
    assert to_svg(light, LIGHT) != to_svg(dark, DARK)
