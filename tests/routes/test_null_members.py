"""Absent and null mean the same; booleans and arrays are never null."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_null_is_as_good_as_absent(client: TestClient, method: str) -> None:
    client.post("/users", json={"username": "Ada", "email": "ada@example.com"})
    required = {"user_id": 1, "address": "Nørrebrogade 20"}
    nothing = {"amenities": None, "minimum_nights": None, "title": None, "price": None, "currency": None}
    path = "/listings"
    if method == "PUT":
        path = client.post("/listings", json=required).headers["Location"]
    absent = client.request(method, path, json=required).json()
    null = client.request(method, path, json=required | nothing).json()
    assert (null["amenities"], null["minimum_nights"], null["title"], null["currency"]) == ([], 1, None, "DKK")
    differing = {"id", "created_at", "updated_at"}
    assert {k: v for k, v in null.items() if k not in differing} == {
        k: v for k, v in absent.items() if k not in differing
    }
