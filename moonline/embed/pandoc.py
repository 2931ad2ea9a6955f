"""The filter for pandoc: `pandoc page.md --filter moonline-pandoc -o page.html`, or .docx, .epub, .tex, .pdf.

    ```{.moonline figure=mission mission=m2 caption="Our lander on its way."}
    version: 1
    ...
    ```

A fenced block with the class `moonline` becomes its figure, with the alt text made from its data. The mission file
stands in the block, or is named: `file=lander.yaml`, from the folder that pandoc runs in, or a shipped mission. The
picture travels inside the document; on the way to LaTeX and to office files it lies in the folder `moonline-figures`.
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from moonline.embed.alive import alive_page, frame
from moonline.embed.asked import FLAGS, read_ask
from moonline.embed.plate import Place, Plate, find_beside, make_plate, read_block

if TYPE_CHECKING:
    from timeline.model import Timeline

FOLDER = Path("moonline-figures")
LENGTHS = ("width", "height")
OURS = ("file", "data-pos", *LENGTHS)
TEX = ("latex", "beamer", "context", "pdf")
OFFICE = ("docx", "odt", "opendocument", "pptx", "rtf", "icml")
"""Writers that show an SVG only where another program turns it into a picture."""
TOLD_BY_TITLE = ("pptx",)
"""Writers that describe a picture by its title, where others do by its text."""
MOVING = ("html", "html4", "html5", "revealjs", "slidy", "dzslides", "s5", "slideous")
"""Writers of pages in which a figure can be alive."""
FIGURES_SINCE = [1, 23]
"""The version of pandoc's types that has a Figure; before, an image titled `fig:` alone in a paragraph was one."""

Block: TypeAlias = dict[str, Any]
Attributes: TypeAlias = list[Any]


def main() -> None:
    """Read a document as pandoc's JSON from standard input, and write it with its figures to standard output.

    The one argument is the format that the document is for. Exits 1 with every problem on stderr.
    """
    from moonline.shell import sentence

    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    document, writer = json.load(sys.stdin), (sys.argv[1:] or ["html"])[0]
    problems = []
    for number, (holder, index) in enumerate(list(_places(document["blocks"])), 1):
        try:
            holder[index] = as_figure(holder[index], writer, document["pandoc-api-version"])
        except (OSError, ValueError, KeyError) as error:
            problems.append(f"moonline block {number}: {sentence(error)}")
    if problems:
        sys.stderr.write("\n".join(problems) + "\n")
        sys.exit(1)
    json.dump(document, sys.stdout)


def _places(value: Any) -> Iterator[tuple[list[Any], int]]:
    """Give each block of ours in the order of the document: the list that holds it, and its place there."""
    if isinstance(value, dict):
        yield from _places(value.get("c"))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict) and item.get("t") == "CodeBlock" and "moonline" in item["c"][0][1]:
                yield value, index
            else:
                yield from _places(item)


def as_figure(block: Block, writer: str, api_version: list[int]) -> Block:
    """Return a code block as the figure that it asks for, as the writer can show it.

    Raises ValueError, of which MissionFileError is one, for what a person has to mend.
    """
    (name, classes, pairs), text = block["c"]
    asked = dict(pairs) | {flag: "" for flag in classes if flag in FLAGS}
    ask = read_ask({key: value for key, value in asked.items() if key not in OURS})
    timeline = _timeline(text, asked.get("file", ""), _place(asked.get("data-pos", "")))
    plate = make_plate(timeline, ask)
    if ask.alive and _base(writer) in MOVING:
        return _alive(plate, alive_page(timeline, ask), name)
    look = [[key, value] for key, value in pairs if key in LENGTHS]
    classes = [each for each in classes if each not in FLAGS]
    if api_version[:2] >= FIGURES_SINCE:
        return _figure(plate, [name, [], []], _picture(plate, ["", classes, look], writer))
    return _paragraph(plate, [name, classes, look], writer)


def _figure(plate: Plate, attributes: Attributes, image: Block) -> Block:
    """Return a figure as pandoc 3 has it."""
    caption = [{"t": "Plain", "c": _words(plate.caption)}] if plate.caption else []
    return {"t": "Figure", "c": [attributes, [None, caption], [{"t": "Plain", "c": [image]}]]}


def _paragraph(plate: Plate, attributes: Attributes, writer: str) -> Block:
    """Return what a figure was before: an image alone in its paragraph, with `fig:` and its caption in it."""
    told = plate.alt if _base(writer) in TOLD_BY_TITLE else ""
    if plate.caption and (told or _base(writer) not in OFFICE):
        name, classes, look = attributes
        described = [name, classes, [*look, ["alt", plate.alt]]]
        return {"t": "Para", "c": [_image(described, plate.caption, _target(plate, writer), f"fig:{told}")]}
    alone = {"t": "Para", "c": [_picture(plate, attributes, writer)]}
    if not plate.caption:
        return alone
    # an office file takes an image's caption for the words that stand for it: the caption goes below
    caption = _div([{"t": "Para", "c": _words(plate.caption)}], ["", [], [["custom-style", "Image Caption"]]])
    return _div([alone, caption], ["", [], []])


def _image(attributes: Attributes, text: str, target: str, title: str = "") -> Block:
    return {"t": "Image", "c": [attributes, _words(text), [target, title]]}


def _div(blocks: list[Block], attributes: Attributes) -> Block:
    return {"t": "Div", "c": [attributes, blocks]}


def _words(text: str) -> list[Block]:
    return [{"t": "Str", "c": text}]


def _timeline(text: str, file: str, place: Place) -> Timeline:
    if bool(file) == bool(text.strip()):
        raise ValueError("name a mission file (file=lander.yaml) or write one in the block")
    if not file:
        return read_block(text, place)
    return read_block(find_beside(file, Path()).read_bytes(), Place(file))


def _place(position: str) -> Place:
    """Return where a block stands; pandoc tells it where it reads `commonmark_x+sourcepos`."""
    found = re.match(r"(?:(.*)@)?([0-9]+):([0-9]+)", position)
    return Place(found[1] or "document", int(found[2]), int(found[3]) - 1) if found else Place("block")


def _alive(plate: Plate, page: str, name: str) -> Block:
    """Return the frame with the page that moves, and its caption below."""
    shown = [{"t": "RawBlock", "c": ["html", frame(plate.scene.title, page=page)]}]
    caption = [{"t": "Para", "c": _words(plate.caption)}] if plate.caption else []
    return _div([*shown, *caption], [name, ["moonline"], []])


def _picture(plate: Plate, attributes: Attributes, writer: str) -> Block:
    """Return the figure as an image whose text is its description."""
    title = plate.alt if _base(writer) in TOLD_BY_TITLE else ""
    return _image(attributes, plate.alt, _target(plate, writer), title)


def _target(plate: Plate, writer: str) -> str:
    """Return where the picture is: inside the document, or a file beside it for what takes no SVG."""
    if _base(writer) in TEX:
        return _beside(plate, "pdf")
    if _base(writer) in OFFICE:  # these write the address of a picture into its description
        return _beside(plate, "png")
    return f"data:image/svg+xml;base64,{b64encode(plate.data('svg')).decode()}"


def _base(writer: str) -> str:
    """Return a writer's name without its extensions: `docx` of `docx+native_numbering`."""
    return re.split(r"[-+]", writer)[0]


def _beside(plate: Plate, form: str) -> str:
    from hashlib import sha256

    from timeline.disk import write_whole

    FOLDER.mkdir(exist_ok=True)
    data = plate.data(form)
    path = FOLDER / f"{sha256(data).hexdigest()[:16]}.{form}"
    write_whole(path, data)
    return path.as_posix()


if __name__ == "__main__":
    main()
