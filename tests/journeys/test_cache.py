"""A real cache between clients and server: nginx of Debian, with only what its documentation tells to set."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.servers import Server, free_port

CONFIGURATION = """
daemon off;
worker_processes 1;
error_log {home}/error.log;
pid {home}/nginx.pid;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  proxy_cache_path {home}/cache keys_zone=hytte:1m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {server};
      proxy_cache hytte;
      proxy_cache_revalidate on;
      add_header X-Cache $upstream_cache_status always;
    }}
    # The same, kept for a second only, so that a test sees it expire.
    location ~ ^/listings/ {{
      proxy_pass {server};
      proxy_cache hytte;
      proxy_cache_revalidate on;
      proxy_ignore_headers Cache-Control;
      proxy_cache_valid 200 1s;
      add_header X-Cache $upstream_cache_status always;
    }}
  }}
}}
"""


@pytest.fixture(scope="module")
def cache(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A client of nginx, which caches the answers of the server."""
    program = shutil.which("nginx")
    if program is None:
        pytest.skip("there is no nginx (Debian's package nginx-light)")
    home, port = tmp_path_factory.mktemp("nginx"), free_port()
    home.chmod(0o755)
    configuration = home / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(home=home, port=port, server=server.url))
    # As whoever runs the tests: nginx would give its files to `nobody`, who may not enter this directory.
    process = subprocess.Popen([program, "-c", str(configuration), "-g", _user()], stderr=subprocess.DEVNULL)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=10, trust_env=False) as client:
            _wait(client, home)
            yield client
    finally:
        process.terminate()
        process.wait(timeout=10)


def _user() -> str:
    owner = Path.home().owner()
    return f"user {owner};" if owner == "root" else ""


def _wait(client: httpx2.Client, home: Path) -> None:
    for _ in range(100):
        try:
            client.get("/hello/nginx")
        except httpx2.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((home / "error.log").read_text())


@pytest.fixture
def listing(cache: httpx2.Client) -> str:
    """The path of a new listing."""
    ada = {"username": "Ada", "email": "ada@example.com"}
    created = cache.post("/listing", json=ada | {"address": "Nørrebrogade 20", "price": 700})
    return "/listings/" + created.headers["Location"].rpartition("/")[2]


def test_each_client_gets_its_own_representation_from_the_cache(cache: httpx2.Client, listing: str) -> None:
    accepted = ["application/json", "application/hal+json", "application/xml", "application/geo+json"]
    for expected in ("MISS", "HIT"):
        answers = [cache.get(listing, headers={"Accept": media_type}) for media_type in accepted]
        assert [answer.headers["Content-Type"].partition(";")[0] for answer in answers] == accepted
        assert [answer.headers["X-Cache"] for answer in answers] == [expected] * len(accepted)


def test_a_page_is_nobody_elses(cache: httpx2.Client) -> None:
    answers = [cache.get("/listings", headers={"Accept": "text/html"}) for _ in range(2)]
    assert [answer.headers["X-Cache"] for answer in answers] == ["MISS", "MISS"]


def test_what_has_expired_is_asked_for_with_its_tag(cache: httpx2.Client, listing: str) -> None:
    first = cache.get(listing)
    time.sleep(2.2)
    second = cache.get(listing)
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "REVALIDATED")
    assert second.content == first.content


def test_a_change_is_seen_once_the_cache_asks_again(cache: httpx2.Client, listing: str) -> None:
    cache.get(listing)
    cache.patch(listing, json={"price": 812.5})
    time.sleep(2.2)
    assert cache.get(listing).json()["price"] == 812.5
