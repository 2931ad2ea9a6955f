"""The filter for pandoc: `pandoc page.md --filter moonline-pandoc -o page.html`, or .docx, .epub, .tex, .pdf.

    ```{.moonline figure=mission mission=m2 caption="Our lander on its way."}
    version: 1
    ...
    ```

A fenced block with the class `moonline` becomes its figure, with the alt text made from its data. The mission file
stands in the block, or is named: `file=lander.yaml`, from the folder that pandoc runs in, or a shipped mission. The
picture travels inside the document; only LaTeX wants files, which are written to the folder `moonline-figures`.
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moonline.embed.alive import alive_page, frame
from moonline.embed.asked import FLAGS, read_ask
from moonline.embed.plate import Place, Plate, find_beside, make_plate, read_block

if TYPE_CHECKING:
    from timeline.model import Timeline

FOLDER = Path("moonline-figures")
LENGTHS = ("width", "height")
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}
TEX = ("latex", "beamer", "context", "pdf")
OFFICE = ("docx", "odt", "opendocument", "pptx", "rtf", "icml")
"""Writers that show an SVG only where another program turns it into a picture."""
MOVING = ("html", "html4", "html5", "revealjs", "slidy", "dzslides", "s5", "slideous")
"""Writers of pages in which a figure can be alive."""
FIGURES_SINCE = [1, 23]
"""The version of pandoc's types that has a Figure; before, an image titled `fig:` alone in a paragraph was one."""

Block = dict[str, Any]


def main() -> None:
    """Read a document as pandoc's JSON from standard input, and write it with its figures to standard output.

    The one argument is the format that the document is for. Exits 1 with every problem on stderr.
    """
    from moonline.shell import sentence

    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    document, writer = json.load(sys.stdin), (sys.argv[1:] or ["html"])[0]
    problems = []
    for number, holder, index in list(_places(document["blocks"])):
        try:
            holder[index] = as_figure(holder[index], writer, document["pandoc-api-version"])
        except (OSError, ValueError, KeyError) as error:
            problems.append(f"moonline block {number}: {sentence(error)}")
    if problems:
        sys.stderr.write("\n".join(problems) + "\n")
        sys.exit(1)
    json.dump(document, sys.stdout)


def _places(blocks: Any) -> Iterator[tuple[int, list[Any], int]]:
    """Give each block of ours with its number, the list that holds it and its place there."""
    stack, number = [blocks], 0
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack.append(value.get("c"))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict) and item.get("t") == "CodeBlock" and "moonline" in item["c"][0][1]:
                    number += 1
                    yield number, value, index
            stack += reversed(value)


def as_figure(block: Block, writer: str, api_version: list[int]) -> Block:
    """Return a code block as the figure that it asks for, as the writer can show it.

    Raises ValueError, of which MissionFileError is one, for what a person has to mend.
    """
    (name, classes, pairs), text = block["c"]
    asked = dict(pairs) | {flag: "" for flag in classes if flag in FLAGS}
    ask = read_ask({key: value for key, value in asked.items() if key not in ("file", *LENGTHS)})
    timeline = _timeline(text, asked.get("file", ""))
    plate = make_plate(timeline, ask)
    if ask.alive and _base(writer) in MOVING:
        return _alive(plate, alive_page(timeline, ask), name)
    look = [[key, value] for key, value in pairs if key in LENGTHS]
    attributes = ["", [each for each in classes if each not in FLAGS], look]
    alt, target = [{"t": "Str", "c": plate.alt}], _target(plate, writer)
    caption = [{"t": "Str", "c": plate.caption}] if plate.caption else []
    if api_version[:2] >= FIGURES_SINCE:
        image = {"t": "Image", "c": [attributes, alt, [target, ""]]}
        long = [{"t": "Plain", "c": caption}] if caption else []
        return {"t": "Figure", "c": [[name, [], []], [None, long], [{"t": "Plain", "c": [image]}]]}
    attributes[0] = name
    image = {"t": "Image", "c": [attributes, alt, [target, ""]]}
    if not caption:
        return {"t": "Para", "c": [image]}
    if _base(writer) in OFFICE:  # where an image's caption would be taken for the words that stand for it
        below = {
            "t": "Div",
            "c": [["", [], [["custom-style", "Image Caption"]]], [{"t": "Para", "c": caption}]],
        }
        return {"t": "Div", "c": [["", [], []], [{"t": "Para", "c": [image]}, below]]}
    attributes[2] = [*look, ["alt", plate.alt]]
    return {"t": "Para", "c": [{"t": "Image", "c": [attributes, caption, [target, "fig:"]]}]}


def _timeline(text: str, file: str) -> Timeline:
    if bool(file) == bool(text.strip()):
        raise ValueError("name a mission file (file=lander.yaml) or write one in the block")
    if not file:
        return read_block(text, Place("block"))
    return read_block(find_beside(file, Path()).read_text("utf-8-sig"), Place(file))


def _alive(plate: Plate, page: str, name: str) -> Block:
    """Return the frame with the page that moves, and its caption below."""
    shown = [{"t": "RawBlock", "c": ["html", frame(plate.scene.title, page=page)]}]
    caption = [{"t": "Para", "c": [{"t": "Str", "c": plate.caption}]}] if plate.caption else []
    return {"t": "Div", "c": [[name, ["moonline"], []], [*shown, *caption]]}


def _target(plate: Plate, writer: str) -> str:
    """Return where the picture is: inside the document, or a file beside it for LaTeX."""
    if _base(writer) in TEX:
        return _beside(plate.data("pdf"))
    form = "png" if _base(writer) in OFFICE else "svg"
    return f"data:{MEDIA[form]};base64,{b64encode(plate.data(form)).decode()}"


def _base(writer: str) -> str:
    """Return a writer's name without its extensions: `docx` of `docx+native_numbering`."""
    return re.split(r"[-+]", writer)[0]


def _beside(data: bytes) -> str:
    from hashlib import sha256

    from timeline.disk import write_whole

    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{sha256(data).hexdigest()[:16]}.pdf"
    write_whole(path, data)
    return path.as_posix()


if __name__ == "__main__":
    main()
