"""What makes a page safe to open: data that cannot leave its script element, and a policy that names our own code."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

from markupsafe import Markup

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ESCAPED = str.maketrans(_ESCAPES)


def script_json(value: Any) -> Markup:
    """Return JSON as it may stand in a script element: nothing in it ends the element or opens a comment."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPED))


def policy(styles: list[str], scripts: list[str]) -> str:
    """Return the content-security policy that lets these styles and scripts run, by their hashes, and nothing else.

    Fonts come from the page itself; `blob:` is for the picture that a copy as PNG is made from.
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "font-src data:",
            "img-src blob: data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hashes(texts: list[str]) -> str:
    found = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts if text]
    return " ".join(found) or "'none'"
