"""Tables, with the constraints that keep them true."""

from hytte.models.base import Base
from hytte.models.listings import Listing
from hytte.models.users import User

__all__ = ["Base", "Listing", "User"]
