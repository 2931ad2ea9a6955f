"""A small documentation site with figures of moonline in it."""

project = "A lander's handbook"
extensions = ["myst_parser", "moonline.embed.sphinx"]
html_theme = "alabaster"
numfig = True
moonline_defaults = {"tz": "Asia/Tokyo"}
