"""GeoJSON (RFC 7946) for what has a place: longitude first."""

from typing import Any

from hytte.representations import json
from hytte.representations.documents import Document

MEDIA_TYPE = "application/geo+json"


def render(document: Document, _base: str) -> bytes:
    """Return a listing as a Feature, a collection as a FeatureCollection."""
    if document.is_collection:
        features = [_feature(item) for item in document.data]
        return json.write({"type": "FeatureCollection", "features": features})
    return json.write(_feature(document.data))


def _feature(data: dict[str, Any]) -> dict[str, Any]:
    properties = {name: value for name, value in data.items() if name not in {"latitude", "longitude"}}
    point = None
    if data["latitude"] is not None:
        point = {"type": "Point", "coordinates": [data["longitude"], data["latitude"]]}
    return {"type": "Feature", "id": data["id"], "geometry": point, "properties": properties}
