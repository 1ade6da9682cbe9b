"""Address suggestions on the wire: DAWA's names, which programs that used it read."""

from pydantic import BaseModel


class AddressSuggestion(BaseModel):
    """An address that fits what was typed; `tekst` is its text."""

    tekst: str
