"""The version, where every room can read it without looking the distribution up."""

VERSION = "0.1.0"
