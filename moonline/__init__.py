"""The front door of moonline."""
