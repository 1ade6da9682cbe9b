"""The course's API, step by step, against a started server."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.servers import Server

FORM = "application/x-www-form-urlencoded"


def test_every_step_of_the_contract_holds(shared: Path, server: Server) -> None:
    steps = json.loads((shared / "course" / "contract.json").read_text())["steps"]
    assert len(steps) > 40
    with server.client() as client:
        for step in steps:
            _check(step["name"], step["expect"], _send(client, step["request"]))


def _send(client: httpx2.Client, request: dict[str, Any]) -> httpx2.Response:
    content = request["body"].encode() if "body" in request else None
    default = {"Content-Type": FORM} if content is not None else {}
    headers = default | request.get("headers", {})
    return client.request(request["method"], request["path"], content=content, headers=headers)


def _check(name: str, expected: dict[str, Any], response: httpx2.Response) -> None:
    assert response.status_code == expected["status"], (name, response.text)
    if "json" in expected:
        assert response.json() == expected["json"], name
    if "text" in expected:
        assert response.text == expected["text"], name
    assert expected.get("text_has", "") in response.text, name
    if "content_type" in expected:
        assert response.headers["Content-Type"].partition(";")[0] == expected["content_type"], name
    for field, value in expected.get("headers", {}).items():
        assert response.headers[field].endswith(value), name
    for field, values in expected.get("header_has", {}).items():
        assert set(values) <= set(response.headers[field].split(", ")), name
    _check_items(name, expected, response)


def _check_items(name: str, expected: dict[str, Any], response: httpx2.Response) -> None:
    if "length" in expected:
        assert len(response.json()) == expected["length"], name
    for member in expected.get("each_has_keys", []):
        assert all(member in item for item in response.json()), (name, member)
    for member in expected.get("none_has_keys", []):
        assert not any(member in item for item in response.json()), (name, member)


def test_the_checks_of_this_test_can_fail() -> None:
    answer = httpx2.Response(200, json=[{"id": 1, "email": "ada@example.com"}])
    for expected in (
        {"status": 201},
        {"status": 200, "json": []},
        {"status": 200, "text_has": "FastAPI"},
        {"status": 200, "length": 2},
        {"status": 200, "each_has_keys": ["username"]},
        {"status": 200, "none_has_keys": ["email"]},
        {"status": 200, "content_type": "application/problem+json"},
    ):
        with pytest.raises(AssertionError):
            _check("control", expected, answer)
