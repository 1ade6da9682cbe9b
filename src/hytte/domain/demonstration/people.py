"""Invented Danish hosts."""

from hytte.domain.demonstration.chance import Chance
from hytte.domain.imports import HostRecord

_FIRST = """
Agnes Aksel Alma Amina Anders Anne Asger Astrid Birgit Bjørn Bodil Børge Camilla Charlotte Christian
Clara Claus Dorthe Emil Emma Esben Flemming Frederik Freja Gitte Gustav Hanne Helle Henrik Holger Ida
Inger Jens Jeppe Jesper Johanne Jørgen Jørn Karen Kasper Kirsten Kjeld Kåre Lars Laura Lene Line Louise
Mads Magnus Maja Malthe Maria Martin Mette Mikkel Morten Nanna Niels Ole Oscar Peter Pia Poul Preben
Rasmus Rikke Samir Signe Sigrid Simon Sofie Steen Stine Susanne Svend Søren Thomas Tine Tobias Torben
Tove Trine Troels Ulla Vibeke Viggo Villads Yasmin Åge Åse
"""

_PATRONYMIC = """
Andersen Andreasen Christensen Christiansen Clausen Eriksen Frederiksen Hansen Iversen Jakobsen Jensen
Jeppesen Jepsen Jespersen Johansen Jørgensen Kjeldsen Knudsen Kristensen Larsen Lauridsen Laursen Madsen
Mikkelsen Mogensen Mortensen Nielsen Nissen Olsen Pedersen Petersen Poulsen Rasmussen Simonsen Svendsen
Sørensen Thomsen
"""

_FAMILY = """
Aagaard Bach Bang Bjerregaard Brandt Bæk Dahl Friis Hald Holm Høj Kjær Krogh Lindberg Lund Møller
Nørgaard Overgaard Ravn Schmidt Skov Søndergaard Toft Vestergaard Winther Østergaard
"""

_FIRST_NAMES = tuple(_FIRST.split())
_PATRONYMICS = tuple(_PATRONYMIC.split())
_FAMILY_NAMES = tuple(_FAMILY.split())

_NEW_HOSTS = 64  # percent
_MOST_LISTINGS = 4


class Hosts:
    """The hosts up to now; the host of a home is a new one, or one who already lets a home in that town."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._count = 0
        self._by_city: dict[str, list[tuple[HostRecord, int]]] = {}

    def of(self, city: str) -> HostRecord:
        """Return the host of one more home in `city`."""
        known = self._by_city.setdefault(city, [])
        if not known or self._chance.happens(_NEW_HOSTS):
            host = self._new()
            known.append((host, 1))
            return host
        return self._another_of(known)

    def _new(self) -> HostRecord:
        self._count += 1
        return HostRecord(str(self._count), _name(self._chance))

    def _another_of(self, known: list[tuple[HostRecord, int]]) -> HostRecord:
        index = self._chance.between(0, len(known) - 1)
        host, listings = known[index]
        if listings + 1 < _MOST_LISTINGS:
            known[index] = (host, listings + 1)
        else:
            known[index] = known[-1]
            known.pop()
        return host


def _name(chance: Chance) -> str:
    first_name = chance.pick(_FIRST_NAMES)
    kind = chance.between(1, 10)
    if kind <= 5:
        return f"{first_name} {chance.pick(_PATRONYMICS)}"
    if kind <= 7:
        return f"{first_name} {chance.pick(_FAMILY_NAMES)}"
    return f"{first_name} {chance.pick(_FAMILY_NAMES)} {chance.pick(_PATRONYMICS)}"
