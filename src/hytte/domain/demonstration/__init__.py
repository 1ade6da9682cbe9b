"""Invented listings from Denmark, to try hytte with: always the same ones for the same seed."""

from hytte.domain.demonstration.listings import demonstration_listings

__all__ = ["demonstration_listings"]
