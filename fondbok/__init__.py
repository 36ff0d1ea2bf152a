"""Fondbok: the warehouse for a city's EU-funded projects."""

__version__ = "0.1.0"
