"""The command line: the group with every command on it."""

from moonline import file_commands, sky_commands  # noqa: F401 - they register their commands
from moonline.shell import cli

__all__ = ["cli"]
