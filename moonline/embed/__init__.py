"""Figures inside other people's pages: Sphinx, MkDocs and Zensical, pandoc; notebooks have `moonline.notebook`."""
