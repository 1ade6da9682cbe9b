"""Random draws that come out the same on every Python version."""

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Chance:
    """Draws from a seed.

    All of them come from `random()`, the one method whose sequence Python promises to keep; how `choice`
    or `sample` draw may change between versions.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random  # noqa: S311  # invented data, nothing to guess

    def happens(self, percent: int) -> bool:
        """Return True in `percent` of a hundred cases."""
        return self.between(1, 100) <= percent

    def between(self, lowest: int, highest: int) -> int:
        """Return a whole number; both ends can come out."""
        return lowest + int(self._random() * (highest - lowest + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of `items`; one that is in there twice is twice as likely."""
        return items[int(self._random() * len(items))]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """Return `count` of `items`, or all when there are fewer, in their order."""
        chosen: list[Item] = []
        for index, item in enumerate(items):
            if self._random() * (len(items) - index) < count - len(chosen):
                chosen.append(item)
        return chosen

    def around(self, centre: float, spread: float) -> float:
        """Return a number at most `spread` from `centre`, more often near it than far from it."""
        return centre + (self._random() + self._random() - 1) * spread
