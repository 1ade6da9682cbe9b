"""The fields of a form, from the schema of what it sends: one description for HAL-FORMS and HTML."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel

_HAL_TYPES = {"integer": "number", "number": "number", "array": "text", "string": "text"}
_LONG = 1000


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its JSON type (`string`, `integer`, `number`, `array`), and the limits of its value."""

    name: str
    type: str
    required: bool
    nullable: bool
    limits: dict[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    format: str | None = None

    @property
    def prompt(self) -> str:
        """Return the name for people."""
        return self.name.replace("_", " ").capitalize()

    @property
    def input_type(self) -> str:
        """Return the type of the HTML input."""
        if self.type in {"integer", "number"}:
            return "number"
        return "email" if self.format == "email" else "text"

    @property
    def attributes(self) -> dict[str, Any]:
        """Return the limits as attributes of the HTML input."""
        shown = {name.lower(): limit for name, limit in self.limits.items()}
        return shown | ({"step": "any"} if self.type == "number" else {})

    def hal(self, values: Any) -> dict[str, Any]:
        """Return the field as a HAL-FORMS property, with the value that it begins with."""
        shown: dict[str, Any] = {"name": self.name, "prompt": self.prompt, "type": self._hal_type()}
        shown |= self.limits
        if self.required:
            shown["required"] = True
        if self.options:
            shown["options"] = {"inline": list(self.options), "maxItems": 1}
        if values.get(self.name) is not None:
            shown["value"] = values[self.name]
        return shown

    def _hal_type(self) -> str:
        if self.format == "email":
            return "email"
        is_long = self.type == "string" and self.limits.get("maxLength", 0) > _LONG
        return "textarea" if is_long else _HAL_TYPES[self.type]


@cache
def fields_of(schema: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a schema in its order."""
    described = schema.model_json_schema()
    required = set(described.get("required", ()))
    return tuple(
        _field(name, member, required=name in required) for name, member in described["properties"].items()
    )


def _field(name: str, member: dict[str, Any], *, required: bool) -> Field:
    value = member["anyOf"][0] if "anyOf" in member else member
    names = {"minimum": "min", "maximum": "max", "minLength": "minLength", "maxLength": "maxLength"}
    limits = {names[limit]: value[limit] for limit in names if limit in value}
    return Field(
        name,
        value["type"],
        required,
        "anyOf" in member,
        limits,
        tuple(value.get("enum", ())),
        value.get("format"),
    )
