"""Address suggestions on the wire: DAWA's names, which programs that used it read."""

from pydantic import BaseModel

from hytte.schemas.values import Address


class AddressQueryError(BaseModel):
    """What is wrong with an address query: `details` are pairs of the parameter's name and a message."""

    type: str
    title: str
    details: list[list[str]]


class AddressSuggestion(BaseModel):
    """An address that fits what was typed; `tekst` is its text."""

    tekst: Address
