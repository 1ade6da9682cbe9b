"""Names of neighbourhoods that a source has damaged."""

_REPAIRED = {
    "Amager st": "Amager Øst",
    "Brnshj-Husum": "Brønshøj-Husum",
    "Nrrebro": "Nørrebro",
    "Vanlse": "Vanløse",
    "sterbro": "Østerbro",
}
"""Inside Airbnb's files of Copenhagen have lost Ø and ø in these names, and only in these."""


def repaired(neighbourhood: str) -> str:
    """Return the neighbourhood's name with the letters that the source has lost."""
    return _REPAIRED.get(neighbourhood, neighbourhood)
