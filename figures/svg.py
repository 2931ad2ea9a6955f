"""A scene as SVG: real text with its font embedded, a title and a description, the same bytes every time.

Written by hand rather than through matplotlib's SVG backend: it keeps groups, ids and tooltips, needs no
matplotlib import (0.4 s of a whole `draw`), and every width is the one the layout measured.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator

from figures import fonts
from figures.scene import Fade, Group, Part, Scene, Shape, Text, texts
from figures.theme import Theme

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_ESCAPED = re.compile("[&<>\"']")
_NOT_NAME = re.compile(r"[^\w-]")
_WEB = re.compile(r"https?://[^\s]+\Z")


def to_svg(scene: Scene, theme: Theme, prefix: str = "", *, bare: bool = False) -> str:
    """Return the scene as one SVG document with no outside reference but the sources' links.

    A `prefix` before its ids and its fonts' names keeps it apart from others in the same page. A `bare` one
    leaves its fonts (`style_rules`) and its provenance to the page that it stands in, and its parts to be reached.
    """
    writer = _Writer(theme, prefix, "" if bare else prefix)
    body = "\n".join(writer.group(group) for group in scene.parts)
    width, height = _number(scene.width), _number(scene.height)
    role, known = "group" if bare else "img", f"{prefix}moonline"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" '
        f'role="{role}" class="{known}" aria-labelledby="{known}-title {known}-desc">\n'
        f'<title id="{known}-title">{escape(scene.title)}</title>\n'
        f'<desc id="{known}-desc">{escape(scene.description)}</desc>\n'
    )
    head += "" if bare else f"{_metadata(scene)}<style>\n{style_rules(texts(scene), prefix)}</style>\n"
    fades = "".join(writer.gradients[name] for name in sorted(writer.gradients))
    defs = f"<defs>\n{fades}</defs>\n" if fades else ""
    paper = f'<rect width="{width}" height="{height}" fill="{theme.colour("paper")}"/>\n'
    return f"{head}{defs}{paper}{body}\n</svg>\n"


def escape(text: str) -> str:
    """Return the text as it may stand in XML, in content or in a quoted attribute."""
    if _NOT_XML.search(text):
        text = _NOT_XML.sub("\ufffd", text)
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)


def _metadata(scene: Scene) -> str:
    """Return the provenance in Dublin Core's terms."""
    terms = "".join(f"<dc:{name}>{escape(value)}</dc:{name}>\n" for name, value in scene.metadata)
    return (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<rdf:Description rdf:about="">\n'
        f"{terms}</rdf:Description>\n</rdf:RDF></metadata>\n"
    )


def style_rules(found: Iterable[Text], prefix: str = "") -> str:
    """Return the CSS rules for texts, with the part of each font that they use."""
    used: dict[str, set[str]] = {}
    for text in found:
        for font, run in fonts.runs(text.text, text.weight):
            used.setdefault(font.name, set()).update(run)
    faces = [_face(name, frozenset(characters), prefix) for name, characters in sorted(used.items())]
    rule = (
        f".{prefix}moonline text{{font-family:{prefix}Moonline-regular,'Source Sans Pro',sans-serif;"
        "font-kerning:none;font-synthesis:none;white-space:pre}\n"
    )
    semibold = f"{{font-family:{prefix}Moonline-semibold,'Source Sans Pro',sans-serif;font-weight:600}}\n"
    rule += f".{prefix}moonline .w{semibold}.{prefix}moonline a{{text-decoration:none}}\n"
    return "".join(faces) + rule


def _face(name: str, characters: frozenset[str], prefix: str) -> str:
    data = fonts.subset(name, characters)
    weight = "600" if name == "semibold" else "400"
    source = f"url(data:font/{fonts.SUBSET_FORMAT};base64,{b64encode(data).decode()})"
    return f"@font-face{{font-family:'{prefix}Moonline-{name}';font-weight:{weight};src:{source}}}\n"


class _Writer:
    """Writes parts as elements, gathering the gradients on the way."""

    def __init__(self, theme: Theme, prefix: str, family: str) -> None:
        self.theme, self.prefix, self.family = theme, prefix, family
        self.gradients: dict[str, str] = {}

    def group(self, group: Group) -> str:
        """Return a group with its tooltip and its data."""
        marks = f' class="{escape(group.role)}"' + (
            f' id="{self.prefix}{escape(group.id)}"' if group.id else ""
        )
        marks += "".join(f' data-{name}="{escape(value)}"' for name, value in group.data)
        title = f"<title>{escape(group.title)}</title>" if group.title else ""
        return f"<g{marks}>{title}{''.join(self.parts(group.parts))}</g>"

    def parts(self, parts: Iterable[Part]) -> Iterator[str]:
        """Give each part as an element."""
        for part in parts:
            if isinstance(part, Shape):
                yield shape_markup(part, self.theme)
            elif isinstance(part, Text):
                yield self.text(part)
            elif isinstance(part, Fade):
                yield self.fade(part)
            else:
                yield "\n" + self.group(part)

    def text(self, text: Text) -> str:
        """Return a text; runs of another font are spans of their own."""
        look = f' font-size="{_number(text.size)}" fill="{self.theme.colour(text.fill)}"'
        look += ' class="w"' if text.weight == "semibold" else ""
        look += f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
        element = f'<text x="{_number(text.x)}" y="{_number(text.y)}"{look}>{self.runs(text)}</text>'
        return f'<a href="{escape(text.href)}">{element}</a>' if _WEB.match(text.href) else element

    def runs(self, text: Text) -> str:
        """Return the text's content, with the fonts that stand in where the main one has no glyph."""
        return "".join(
            escape(run)
            if font.name == text.weight
            else f'<tspan font-family="{self.family}Moonline-{font.name}">{escape(run)}</tspan>'
            for font, run in fonts.runs(text.text, text.weight)
        )

    def fade(self, fade: Fade) -> str:
        """Return a rectangle with a gradient; equal gradients are written once."""
        colour = self.theme.colour(fade.fill)
        name = (
            f"{self.prefix}fade-{_NOT_NAME.sub('', colour)}-{round(fade.start * 100)}-{round(fade.end * 100)}"
        )
        stops = "".join(
            f'<stop offset="{offset}" stop-color="{colour}" stop-opacity="{_number(opacity)}"/>'
            for offset, opacity in ((0, fade.start), (1, fade.end))
        )
        self.gradients[name] = f'<linearGradient id="{name}">{stops}</linearGradient>\n'
        size = f'width="{_number(fade.width)}" height="{_number(fade.height)}"'
        return f'<rect x="{_number(fade.x)}" y="{_number(fade.y)}" {size} fill="url(#{name})"/>'


def shape_markup(shape: Shape, theme: Theme) -> str:
    """Return a shape as a path in a theme's colours."""
    look = f' fill="{theme.colour(shape.fill) if shape.fill else "none"}"'
    if shape.stroke:
        look += f' stroke="{theme.colour(shape.stroke)}" stroke-width="{_number(shape.stroke_width)}"'
    if shape.dash:
        look += f' stroke-dasharray="{" ".join(map(_number, shape.dash))}"'
    if shape.opacity < 1:
        look += f' opacity="{_number(shape.opacity)}"'
    return f'<path d="{_commands(shape)}"{look}/>'


def _commands(shape: Shape) -> str:
    return "".join(
        command + " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        for command, points in shape.commands
    )


def _number(value: float) -> str:
    """Write a length with at most two decimals, which is finer than any screen or press."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
