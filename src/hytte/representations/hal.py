"""HAL with HAL-FORMS: the data with its links, its embedded documents, and what may be done now."""

from typing import Any

from hytte.representations import json
from hytte.representations.documents import Document, Link, Template

MEDIA_TYPE = "application/hal+json"


def render(document: Document, base: str) -> bytes:
    """Return a document as HAL; `base` is what all links begin with."""
    return json.write(_resource(document, base))


def _resource(document: Document, base: str, *, with_templates: bool = True) -> dict[str, Any]:
    resource: dict[str, Any] = {}
    if document.item is not None:
        # What may be done with an item is told where it lives: its forms are many times as long as the item.
        items = [_resource(document.item(data), base, with_templates=False) for data in document.data]
        resource["_embedded"] = {"item": items}
    elif isinstance(document.data, dict):
        resource |= document.data
    else:
        resource["value"] = document.data
    if links := document.links():
        resource["_links"] = _links(links, base)
    if with_templates and (templates := document.templates()):
        resource["_templates"] = {template.name: _template(template, base) for template in templates}
    return resource


def _links(links: Any, base: str) -> dict[str, Any]:
    """Return links by relation: an object, or an array where there are several of one relation."""
    by_relation: dict[str, list[dict[str, Any]]] = {}
    for link in links:
        by_relation.setdefault(link.rel, []).append(_link(link, base))
    return {rel: found[0] if len(found) == 1 else found for rel, found in by_relation.items()}


def _link(link: Link, base: str) -> dict[str, Any]:
    shown = {"href": base + link.href, "name": link.name, "title": link.title, "templated": link.templated}
    return {name: value for name, value in shown.items() if value}


def _template(template: Template, base: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "title": template.title,
        "method": template.method,
        "target": base + template.target,
        "properties": [],
    }
    if template.schema is not None:
        is_patch = template.method == "PATCH"
        shown["contentType"] = "application/merge-patch+json" if is_patch else json.MEDIA_TYPE
        shown["properties"] = [field.hal(template.values or {}) for field in template.fields()]
    return shown
