"""Danish towns and districts, with streets for the addresses."""

from dataclasses import dataclass

from hytte.domain.demonstration.chance import Chance


@dataclass(frozen=True, slots=True)
class Place:
    """A town or a district of one.

    `spread` is how far from the centre homes are, in degrees of latitude; `setting` is `city`, `harbour`,
    `suburb`, `town`, `coast` or `country`; `price_level` is in percent; `weight` says how many of the
    listings are there; `sights` are what homes are near.
    """

    city: str
    district: str | None
    postal_address: str
    latitude: float
    longitude: float
    spread: float
    setting: str
    price_level: int
    weight: int
    streets: tuple[str, ...]
    sights: tuple[str, ...]


_DISTRICTS_OF_COPENHAGEN = """
København | Indre By | 1123 København K | 55.6833 12.5760 0.0015 | city 150 2
Gothersgade
Kongens Have, Rosenborg Castle, Nørreport, the Botanical Garden

København | Indre By | 1208 København K | 55.6770 12.5750 0.0008 | city 150 2
Kompagnistræde
Strøget, Gammel Strand, the City Hall Square, Slotsholmen

København | Christianshavn | 1414 København K | 55.6735 12.5900 0.0005 | harbour 150 2
Overgaden Neden Vandet
the canal, Knippelsbro, Vor Frelsers Kirke

København | Christianshavn | 1415 København K | 55.6725 12.5930 0.0005 | harbour 150 2
Overgaden Oven Vandet
the old ramparts, Vor Frelsers Kirke, the harbour bus

København | Vesterbro | 1650 København V | 55.6695 12.5520 0.0015 | city 135 4
Istedgade
Kødbyen, the Central Station, Enghave Plads, Skydebanehaven

København | Vesterbro | 1720 København V | 55.6665 12.5490 0.0015 | city 135 4
Sønder Boulevard
Kødbyen, the Carlsberg quarter, Enghaveparken, Halmtorvet

København | Østerbro | 2100 København Ø | 55.7040 12.5760 0.005 | city 135 7
Østerbrogade, Nordre Frihavnsgade, Classensgade, Willemoesgade, Rosenvængets Allé, Strandboulevarden
Fælledparken, the Lakes, Trianglen, Bopa Plads

København | Nørrebro | 2200 København N | 55.6940 12.5480 0.005 | city 125 9
Nørrebrogade, Nørrebrogade, Jagtvej, Blågårdsgade, Elmegade, Stefansgade, Jægersborggade, Rantzausgade
Assistens Cemetery, the Lakes, Sankt Hans Torv, Superkilen, Nørrebroparken

København | Amagerbro | 2300 København S | 55.6610 12.6050 0.004 | city 115 5
Amagerbrogade, Holmbladsgade, Øresundsvej, Englandsvej, Lyongade, Frankrigsgade
Amager Strandpark, Amagerbro Torv, Kløvermarken

København | Islands Brygge | 2300 København S | 55.6640 12.5790 0.002 | harbour 130 4
Islands Brygge, Njalsgade, Gunløgsgade, Thorshavnsgade, Isafjordsgade
the harbour baths, Amager Fælled, Havneparken

København | Nordvest | 2400 København NV | 55.7045 12.5330 0.005 | city 100 4
Frederikssundsvej, Frederiksborgvej, Rentemestervej, Dortheavej, Birkedommervej
Grundtvig's Church, Utterslev Mose, Nørrebro station

København | Valby | 2500 Valby | 55.6620 12.5090 0.005 | suburb 100 3
Valby Langgade, Toftegårds Allé, Mosedalvej, Skolegade, Vigerslevvej, Gammel Jernbanevej
Søndermarken, Toftegårds Plads, Valbyparken, the station

København | Vanløse | 2720 Vanløse | 55.6875 12.4900 0.004 | suburb 95 4
Bogholder Allé, Jernbane Allé, Jyllingevej, Ålekistevej, Grøndals Parkvej, Apollovej, Vanløse Allé
Damhussøen, Grøndalsparken, the Metro station, Damhusengen
"""

_TOWNS = """
Frederiksberg | | 2000 Frederiksberg | 55.6800 12.5280 0.005 | city 135 6
Falkoner Allé, Godthåbsvej, Nordre Fasanvej, Peter Bangs Vej, Smallegade, Finsensvej
Frederiksberg Gardens, the Zoo, Lindevangsparken, Søndermarken

Aarhus | Latinerkvarteret | 8000 Aarhus C | 56.1590 10.2090 0.0015 | city 110 3
Mejlgade, Graven, Volden, Klostergade, Studsgade, Guldsmedgade
the cathedral, the river, Dokk1, the Botanical Garden

Aarhus | Frederiksbjerg | 8000 Aarhus C | 56.1470 10.2030 0.0025 | city 105 3
Jægergårdsgade, M. P. Bruuns Gade, Ingerslevs Boulevard, Odensegade, Skt. Pauls Gade
the Saturday market, ARoS, the Central Station

Aarhus | Trøjborg | 8200 Aarhus N | 56.1690 10.2120 0.0025 | city 100 2
Tordenskjoldsgade, Skovvejen, Kirkegårdsvej, Niels Juels Gade
Riis Skov, the university park, Den Permanente

Odense | | 5000 Odense C | 55.3940 10.3900 0.006 | city 90 4
Nedergade, Vestergade, Overgade, Kongensgade, Skibhusvej, Hunderupvej, Hans Jensens Stræde
the Andersen quarter, Munke Mose, Brandts, the harbour

Aalborg | | 9000 Aalborg | 57.0440 9.9160 0.004 | city 85 3
Boulevarden, Hasserisgade, Reberbansgade, Kastetvej, Vesterbro, Nørregade
the Utzon Center, Budolfi Cathedral, Kildeparken, the fjord

Roskilde | | 4000 Roskilde | 55.6400 12.0830 0.003 | town 90 1
Algade, Skomagergade, Ringstedgade, Bredgade, Sankt Ols Gade
the cathedral, the Viking Ship Museum, Byparken

Helsingør | | 3000 Helsingør | 56.0355 12.6060 0.002 | town 95 2
Stengade, Sudergade, Bjergegade, Sct. Anna Gade, Strandgade
Kronborg Castle, the ferry harbour, the Maritime Museum

Ribe | | 6760 Ribe | 55.3285 8.7640 0.003 | town 85 2
Sønderportsgade, Fiskergade, Grydergade, Overdammen, Sortebrødregade, Skolegade
the cathedral, the river, Skibbroen

Svendborg | | 5700 Svendborg | 55.0640 10.6080 0.003 | town 85 2
Møllergade, Gerritsgade, Brogade, Bagergade, Skattergade, Fruestræde
the harbour, the sound, Christiansminde

Ærøskøbing | | 5970 Ærøskøbing | 54.8870 10.4105 0.0012 | town 95 2
Vestergade, Søndergade, Brogade, Gyden, Nørregade, Smedegade
the harbour, the beach huts, the square

Marstal | | 5960 Marstal | 54.8545 10.5140 0.0015 | town 85 1
Kongensgade, Prinsensgade, Kirkestræde, Buegade, Strandstræde, Skolegade
the harbour, the Maritime Museum, Eriks Hale

Rønne | | 3700 Rønne | 55.1005 14.7090 0.003 | town 85 2
Storegade, Søndergade, Laksegade, Vimmelskaftet, Haslevej, Grønnegade
the harbour, Store Torv, the coast path

Svaneke | | 3740 Svaneke | 55.1350 15.1400 0.0015 | town 105 2
Storegade, Nansensgade, Kirkebakken, Vestergade, Gruset, Brænderigænget
the smokehouse, the square, the lighthouse, the harbour

Gudhjem | | 3760 Gudhjem | 55.2075 14.9680 0.001 | town 105 2
Brøddegade, Ejnar Mikkelsensvej, Melstedvej, Kirkevej
the smokehouse, the harbour, Bokul, the coast path

Ebeltoft | | 8400 Ebeltoft | 56.1960 10.6860 0.002 | town 100 3
Adelgade, Overgade, Nedergade, Jernbanegade, Toldbodvej
the old town hall, the frigate Jylland, the bay
"""

_COAST_AND_COUNTRY = """
Nexø | Balka | 3730 Nexø | 55.0450 15.1050 0.002 | coast 100 2
Balkavej, Strandvejen, Skovvej, Fyrrevej
Balka Strand, Snogebæk, the pine woods

Skagen | | 9990 Skagen | 57.7240 10.5880 0.003 | coast 125 4
Sankt Laurentii Vej, Østre Strandvej, Trondsvej, Vesterbyvej, Oddevej, Markvej
the harbour, Skagens Museum, Sønderstrand, Grenen

Skagen | Gammel Skagen | 9990 Skagen | 57.7330 10.5530 0.0015 | coast 150 2
Højensvej, Klitvej, Strandvejen
the sunset beach, the dunes, Højen lighthouse

Løkken | | 9480 Løkken | 57.3700 9.7180 0.002 | coast 105 4
Søndergade, Nørregade, Strandgade, Søndre Strandvej, Vrenstedvej
the white bathing huts, the beach, the pier, the square

Blåvand | | 6857 Blåvand | 55.5610 8.1340 0.002 | coast 110 5
Blåvandvej, Hvidbjerg Strandvej, Tane Hedevej, Fyrvej, Lyngvej
the lighthouse, the beach, the dune plantation, Hvidbjerg Strand

Ringkøbing | Søndervig | 6950 Ringkøbing | 56.1190 8.1230 0.0015 | coast 105 4
Badevej, Lodbergsvej, Nordsøvej, Klitrosevej
the North Sea, Ringkøbing Fjord, the dunes

Thisted | Klitmøller | 7700 Thisted | 57.0370 8.5010 0.002 | coast 100 2
Ørhagevej, Vangvej, Vesterhavsvej, Kirkevej
the surf at Ørhage, the North Sea, Thy National Park

Tisvildeleje | | 3220 Tisvildeleje | 56.0510 12.0800 0.002 | coast 130 3
Hovedgaden, Banevej, Hegnsvej, Bakkevej
the beach, Tisvilde Hegn, Troldeskoven

Fanø | Sønderho | 6720 Fanø | 55.3545 8.4620 0.0015 | coast 105 2
Sønderho Strandvej, Landevejen, Øster Land, Vester Land
the mill, the Wadden Sea, the old church

Ry | | 8680 Ry | 56.0885 9.7640 0.002 | country 85 3
Skanderborgvej, Klostervej, Kyhnsvej, Parallelvej, Siimvej
Knudsø, the Gudenå, Himmelbjerget
"""


def _parsed(block: str) -> Place:
    head, streets, sights = block.strip().splitlines()
    city, district, postal_address, position, character = (part.strip() for part in head.split("|"))
    latitude, longitude, spread = map(float, position.split())
    setting, price_level, weight = character.split()
    return Place(
        city=city,
        district=district or None,
        postal_address=postal_address,
        latitude=latitude,
        longitude=longitude,
        spread=spread,
        setting=setting,
        price_level=int(price_level),
        weight=int(weight),
        streets=tuple(streets.split(", ")),
        sights=tuple(sights.split(", ")),
    )


PLACES = tuple(
    _parsed(block)
    for table in (_DISTRICTS_OF_COPENHAGEN, _TOWNS, _COAST_AND_COUNTRY)
    for block in table.split("\n\n")
)
"""All places, each once."""

_BY_WEIGHT = tuple(place for place in PLACES for _ in range(place.weight))
_VANLOESE = next(place for place in PLACES if place.district == "Vanløse")
_HIGHEST_FLOORS = {"city": 5, "harbour": 5, "suburb": 3}
_LONGITUDE_DEGREES = 1.8  # as long as one of latitude, at 56° north


def place_and_street(chance: Chance, number: int) -> tuple[Place, str]:
    """Return where the listing with this number is.

    One in a hundred, from the third on, is on Bogholder Allé whatever the seed, for the documentation's
    examples to find.
    """
    if number % 100 == 3:
        return _VANLOESE, "Bogholder Allé"
    place = chance.pick(_BY_WEIGHT)
    return place, chance.pick(place.streets)


def point(chance: Chance, place: Place) -> tuple[float, float]:
    """Return the latitude and longitude of a home in `place`."""
    latitude = chance.around(place.latitude, place.spread)
    longitude = chance.around(place.longitude, place.spread * _LONGITUDE_DEGREES)
    return round(latitude, 5), round(longitude, 5)


def address(chance: Chance, place: Place, street: str, *, is_flat: bool) -> str:
    """Return an address as it is written in Denmark: `Nørrebrogade 20, 2. th, 2200 København N`."""
    door = f", {_floor_and_door(chance, place)}" if is_flat and chance.happens(85) else ""
    letter = chance.pick("ABC") if chance.happens(8) else ""
    highest = 90 if place.setting == "city" else 50
    return f"{street} {chance.between(1, highest)}{letter}{door}, {place.postal_address}"


def _floor_and_door(chance: Chance, place: Place) -> str:
    floor = chance.between(0, _HIGHEST_FLOORS.get(place.setting, 2))
    return f"{floor or 'st'}. {chance.pick(('tv', 'th', 'tv', 'th', 'mf'))}"
