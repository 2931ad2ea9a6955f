"""The command line: the group with every command on it."""

from moonline.shell import cli

__all__ = ["cli"]
