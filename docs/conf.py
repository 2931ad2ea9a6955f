"""The documentation site: `scripts/docs` builds it, offline and with every warning an error."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from timeline.version import VERSION  # noqa: E402 - found by the line above

project = "moonline"
author = "the moonline authors"
version = release = VERSION
project_copyright = ""

extensions = ["myst_parser", "sphinx.ext.autodoc", "moonline.embed.sphinx", "site_parts"]
exclude_patterns = ["gallery/*"]
default_role = "code"  # a docstring's `name` is a name

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "groupwise"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
# names that say more than what they stand for; docs/api-rooms.md tells what that is
autodoc_type_aliases = {
    name: name for name in ("Floats", "Instants", "Times", "Counts", "Mask", "Kinds", "npt.ArrayLike")
}
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = "moonline"
html_favicon = "_static/moon.svg"
html_static_path = ["_static"]
html_css_files = ["moonline.css"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', system-ui, sans-serif"
    },
}
