"""The figures of a simulated plan: its timeline as fans, its landing on the windows, and what a delay costs."""

from figures.odds.figure import ODDS_FIGURES, default_event, make_odds_figure

__all__ = ["ODDS_FIGURES", "default_event", "make_odds_figure"]
