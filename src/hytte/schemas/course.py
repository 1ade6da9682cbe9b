"""The schemas of the course: the singular paths speak them, and nothing else does."""

from decimal import Decimal

from pydantic import BaseModel

from hytte.schemas.values import Address, Body, Email, Id, Patch, Price, ShownPrice, Username


class CourseUserRead(BaseModel):
    """What the course answers to a new user."""

    email: Email


class CourseUserFace(BaseModel):
    """A user as the singular paths show one."""

    id: Id
    username: Username


class CourseListing(Body):
    """A listing with its owner, who is found by e-mail or made."""

    username: Username
    email: Email
    address: Address
    price: Price


class CourseListingUpdate(Patch):
    """A merge patch of the course's listing: another e-mail moves it, another username renames its owner."""

    username: Username = ""
    email: Email = ""
    address: Address = ""
    price: Price = Decimal(0)


class CourseListingRead(BaseModel):
    """What the course answers for a listing."""

    username: Username
    address: Address
    price: ShownPrice | None
