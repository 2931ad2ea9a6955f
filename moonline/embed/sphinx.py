"""The directive for Sphinx, in reStructuredText or MyST: `extensions = ["moonline.embed.sphinx"]` brings it.

    .. moonline:: missions/lander.yaml
       :figure: mission
       :mission: m2
       :caption: Our lander on its way.

The file is named from the document as an image is, or is a shipped mission; without one the mission file stands in
the directive's body. A document is read again when its files change. `moonline_defaults = {"tz": "Asia/Tokyo"}` in
`conf.py` sets options for a whole site.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from moonline.embed.alive import alive_page, frame
from moonline.embed.asked import FLAGS, OPTIONS, Ask, read_ask
from moonline.embed.plate import Place, find_beside, find_lines, make_plate, read_block
from timeline.version import VERSION

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

FORMS = {"image/svg+xml": "svg", "application/pdf": "pdf", "image/png": "png"}
IMAGE_OPTIONS: Mapping[str, Callable[[str], Any]] = {
    "width": directives.length_or_percentage_or_unitless,
    "align": directives.unchanged,
}


class moonline_plate(nodes.General, nodes.Element):  # noqa: N801 - docutils finds visitors by this name
    """A figure in a document, not yet in any format: its mission file, what is asked of it, and its words."""


class MoonlineDirective(SphinxDirective):
    """A figure of a mission file."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {
        **{name: directives.flag if name in FLAGS else directives.unchanged for name in OPTIONS},
        **IMAGE_OPTIONS,
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure; a problem is told at the directive's line, with the file's line."""
        from moonline.shell import sentence

        try:
            text, place = self._file() if self.arguments else self._body()
            asked = {name: value for name, value in self.options.items() if name in OPTIONS}
            ask = read_ask(asked, read_ask(self.config.moonline_defaults))
            timeline = read_block(text, place)
            plate = make_plate(timeline, ask)
            page = alive_page(timeline, ask) if ask.alive else ""
        except (OSError, ValueError, KeyError) as error:
            raise self.error(sentence(error)) from None
        node = moonline_plate(
            ask=ask, text=text, title=plate.scene.title, alt=plate.alt, classes=self.options.get("class", [])
        )
        node["look"] = {name: self.options[name] for name in IMAGE_OPTIONS if name in self.options}
        _kept(self.env, node, "svg", plate.data("svg"))
        if page:
            _kept(self.env, node, "html", page.encode())
        return [self._captioned(node, plate.caption)]

    def _file(self) -> tuple[bytes, Place]:
        """Return the content of the file that is named, and note that the document hangs on it."""
        if self.content:
            raise ValueError("a file is named and a mission file stands below it: one of the two")
        name = self.arguments[0]
        near, path = self.env.relfn2path(name)
        if not Path(path).is_file():
            path = str(find_beside(name, Path(path).parent))
            near = name
        self.env.note_dependency(path)
        return Path(path).read_bytes(), Place(near)

    def _body(self) -> tuple[str, Place]:
        """Return the text below the directive, and where in the document it stands."""
        if not self.content:
            raise ValueError("name a mission file after `moonline::`, or write one below it")
        lines, (source, line) = list(self.content), self.get_source_info()
        path = Path(source)
        return "\n".join(lines), find_lines(
            lines, path.read_text("utf-8-sig") if path.is_file() else "", path.name, line
        )

    def _captioned(self, node: nodes.Element, caption: str) -> nodes.Element:
        if not caption:
            self.add_name(node)
            return node
        inlines, messages = self.parse_inline(caption, lineno=self.lineno)
        figure = nodes.figure("", node, nodes.caption(caption, "", *inlines), *messages)
        figure["align"] = self.options.get("align", "default")
        self.set_source_info(figure)
        self.add_name(figure)
        return figure


def put_figures(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each figure in as an image of the format that the builder takes: SVG, PDF or PNG."""
    for node in list(doctree.findall(moonline_plate)):
        node.replace_self(_image(app, node, docname))


def _image(app: Sphinx, node: nodes.Element, docname: str) -> nodes.Element:
    builder = app.builder
    form = next((FORMS[kind] for kind in builder.supported_image_types if kind in FORMS), "svg")
    path = str(_kept(app.env, node, form))
    image = nodes.image(uri=path, alt=node["alt"], candidates={"*": path}, **node["look"])
    image["classes"] += ["moonline", *node["classes"]]
    image["ids"] += node["ids"]
    name = app.env.images.add_file(docname, path)
    if builder.name not in ("html", "dirhtml", "singlehtml"):
        return image
    folder = relative_uri(builder.get_target_uri(docname), builder.imagedir)
    if node["ask"].alive:
        return _alive(app, node, docname, folder)
    # as an image it cannot be searched, nor its sources followed: a click opens it by itself
    return nodes.reference("", "", image, internal=True, refuri=f"{folder}/{name}")


def _alive(app: Sphinx, node: nodes.Element, docname: str, folder: str) -> nodes.Element:
    """Return the frame, and have the page in it put among the images."""
    path = str(_kept(app.env, node, "html"))
    name = app.builder.images[path] = app.env.images.add_file(docname, path)
    shown = nodes.raw("", frame(node["title"], src=f"{folder}/{name}"), format="html")
    return nodes.container("", shown, ids=node["ids"], classes=node["classes"])


def _kept(env: BuildEnvironment, node: nodes.Element, form: str, data: bytes = b"") -> Path:
    """Return the figure's file, which is made once for what it shows and stays for the next build."""
    from hashlib import sha256

    from timeline.disk import write_whole

    ask: Ask = node["ask"]
    mark = sha256(repr((VERSION, ask, node["text"])).encode()).hexdigest()[:16]
    path = Path(env.doctreedir, "moonline", f"moonline-{ask.figure}-{mark}.{form}")
    if data or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data or _again(node["text"], ask, form))
    return path


def _again(text: str | bytes, ask: Ask, form: str) -> bytes:
    """Return a figure that was read in another format, or whose file is lost."""
    timeline = read_block(text)
    return alive_page(timeline, ask).encode() if form == "html" else make_plate(timeline, ask).data(form)


def check_defaults(_app: Sphinx | None, config: Config) -> None:
    """Refuse options for a whole site that there are not."""
    try:
        read_ask(config.moonline_defaults)
    except ValueError as error:
        raise ConfigError(f"moonline_defaults in conf.py: {error}") from None


def setup(app: Sphinx) -> dict[str, Any]:
    """Bring the directive into a Sphinx project."""
    # some themes' styles switch the INFO of everybody's logs on, and a font has much to tell while it is cut
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    app.add_config_value("moonline_defaults", {}, "env", dict)
    app.add_config_value("moonline_version", VERSION, "env", str)  # another version draws everything anew
    app.connect("config-inited", check_defaults)
    app.add_node(moonline_plate)
    app.add_directive("moonline", MoonlineDirective)
    app.connect("doctree-resolved", put_figures)
    return {"version": VERSION, "parallel_read_safe": True, "parallel_write_safe": True}
