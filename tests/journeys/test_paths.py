"""Paths and links in every spelling that a client may send."""

import socket
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.servers import Server, serving


def test_an_encoded_slash_is_part_of_its_segment(server: Server) -> None:
    with server.client() as client:
        assert client.get("/hello/a%2Fb").json() == "Hello world a/b!"
        assert client.get("/hello/a%2Fb/Goddag").json() == "Goddag a/b"


def test_a_path_that_is_not_utf_8_is_malformed(server: Server) -> None:
    with server.client() as client:
        assert client.get("/hello/%ff").status_code == 400


@pytest.mark.parametrize("line", ["GET *", "OPTIONS *"])
def test_an_asterisk_is_no_resource(server: Server, line: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(f"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert connection.recv(100).split()[1] == b"404"


def test_a_client_that_goes_away_is_no_crash(server: Server) -> None:
    fields = "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 100"
    head = f"POST /listings HTTP/1.1\r\n{fields}\r\n\r\n{{"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(head.encode())
    with server.client() as client:
        assert client.get("/").status_code == 200
    assert "Traceback" not in server.log.read_text()


def test_the_next_page_replaces_a_cursor_in_any_spelling(client: TestClient) -> None:
    client.post("/users", json={"username": "Ada", "email": "ada@example.com"})
    for number in range(4):
        client.post("/listings", json={"user_id": 1, "address": f"Strandvej {number}"})
    first = client.get("/listings?limit=1").links["next"]["url"]
    second = client.get(first.replace("cursor=", "curs%6fr=")).links["next"]["url"]
    assert [listing["id"] for listing in client.get(second).json()] == [2]


@pytest.mark.parametrize("path", ["/users/self", "/docs/other.js", "/docs/..%2Fcli.py", "/users/-1"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "id 1." not in response.json()["detail"]


@pytest.mark.parametrize("value", ["bytes=999999999-", "bytes=abc", "lines=1-2"])
def test_ranges_are_ignored(client: TestClient, value: str) -> None:
    assert client.get("/docs/docs.js", headers={"Range": value}).status_code == 200


def test_another_email_alone_moves_the_listing_to_its_user(client: TestClient) -> None:
    ada = {"username": "Ada", "email": "ada@example.com"}
    client.post("/user", json={"username": "Bo", "email": "bo@example.com"})
    listing = client.post("/listing", json=ada | {"address": "Strandvej 1", "price": 500}).headers["Location"]
    assert client.patch(listing, json={"email": "bo@example.com"}).json()["username"] == "Bo"
    # Nobody has this address yet: the new user takes over the name.
    assert client.patch(listing, json={"email": "bo@example.org"}).json()["username"] == "Bo"
    assert client.get(f"{listing}/user").json() == {"id": 3, "username": "Bo"}


def test_a_public_url_in_any_alphabet_begins_the_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYTTE_PUBLIC_URL", "https://sommerhusæøå.dk")
    with serving(f"sqlite:///{tmp_path / 'homes.db'}", tmp_path) as server, server.client() as client:
        created = client.post("/user", json={"username": "Ada", "email": "ada@example.com"})
    assert created.headers["Location"] == "https://xn--sommerhus-e3ak0t.dk/user/1"
