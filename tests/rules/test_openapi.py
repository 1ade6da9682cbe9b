"""The description of the API says what the API is: every operation, with its words, answers and errors."""

import inspect
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hytte.application import create_app
from hytte.routes import API, Operation
from hytte.settings import Settings


def named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


OPERATIONS = [operation for group in API.values() for operation in group]
NAMES = [named(operation) for operation in OPERATIONS]
PROBLEM = "application/problem+json"
METHODS = {"get", "post", "put", "patch", "delete"}
DAWA = "/autocomplete"
"""The address service has errors of its own, which programs that used the original read."""

every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=named)


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("openapi") / "hytte.db"
    app = create_app(Settings(database_url=f"sqlite:///{path}"))
    found: dict[str, Any] = app.openapi()
    app.state.database.close()
    return found


def described(description: dict[str, Any], operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = description["paths"][operation.path][operation.method.lower()]
    return found


def test_it_has_every_operation_and_no_other(description: dict[str, Any]) -> None:
    found = {
        f"{method.upper()} {path}"
        for path, item in description["paths"].items()
        for method in item.keys() & METHODS
    }
    assert found == set(NAMES)
    assert len(NAMES) == len(found)


def test_it_is_openapi_3_1_with_a_version_and_a_licence(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1.")
    assert description["info"]["version"]
    assert description["info"]["license"]["identifier"] == "MIT"


def test_operations_have_ids_of_their_own(description: dict[str, Any]) -> None:
    ids = [described(description, operation)["operationId"] for operation in OPERATIONS]
    assert sorted(set(ids)) == sorted(ids)


@every_operation
def test_an_operation_is_named_by_a_verb_and_a_noun(description: dict[str, Any], operation: Operation) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", described(description, operation)["operationId"])


@every_operation
def test_an_operation_is_described_by_its_docstring(description: dict[str, Any], operation: Operation) -> None:
    found = described(description, operation)
    docstring = inspect.getdoc(operation.endpoint)
    assert found["summary"].strip()
    assert docstring is not None
    assert found["description"].split() == docstring.split()


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.path != DAWA], ids=named)
def test_the_errors_of_an_operation_are_problem_documents_only(
    description: dict[str, Any], operation: Operation
) -> None:
    answers = described(description, operation)["responses"]
    problems = {status: set(answer["content"]) for status, answer in answers.items() if status >= "400"}
    assert problems == {status: {PROBLEM} for status in problems}
    assert problems


def test_the_address_service_has_errors_of_its_own(description: dict[str, Any]) -> None:
    answers = description["paths"][DAWA]["get"]["responses"]
    assert {status: set(answer["content"]) for status, answer in answers.items()} == {
        status: {"application/json"} for status in ("200", "400", "403", "421", "500", "503")
    }


@every_operation
def test_an_operation_documents_what_it_answers(description: dict[str, Any], operation: Operation) -> None:
    found = described(description, operation)
    statuses = set(found["responses"])
    expected = {{"POST": "201", "DELETE": "204"}.get(operation.method, "200"), "400", "403", "421", "503"}
    if operation.path != DAWA and operation.method != "DELETE":
        expected |= {"406"}
    if "_id}" in operation.path:
        expected |= {"404", "422"}
    if operation.method in {"POST", "PUT", "PATCH"}:
        expected |= {"413", "415", "422"}
        assert "requestBody" in found
    if operation.method in {"PUT", "PATCH", "DELETE"}:
        expected |= {"412"}
    assert expected - statuses == set()


@every_operation
def test_an_operation_documents_what_it_reads(description: dict[str, Any], operation: Operation) -> None:
    content = described(description, operation).get("requestBody", {}).get("content", {})
    expected = {"application/json"} if operation.method in {"POST", "PUT", "PATCH"} else set()
    if operation.method == "PATCH":
        expected |= {"application/merge-patch+json"}
    assert set(content) == expected


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.method == "GET"], ids=named)
def test_a_get_is_answered_as_it_is_documented(
    client: TestClient, description: dict[str, Any], operation: Operation
) -> None:
    made = client.post(
        "/listing",
        json={"username": "Ada", "email": "ada@example.com", "address": "Algade 1", "price": 700},
    )
    assert made.status_code == 201
    name = "not-found" if operation.path.startswith("/problems/") else "Bo"
    response = client.get(operation.path.format(user_id=1, listing_id=1, name=name, greeting="Goddag"))
    documented = described(description, operation)["responses"]["200"]["content"]
    assert response.status_code == 200
    assert response.headers["Content-Type"].partition(";")[0] in documented
