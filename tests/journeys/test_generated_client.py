"""A Python client that a generator makes of the served description works: nobody wrote a line of it."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.servers import Server

PACKAGE = "hytte_client"
CONFIGURATION = f"post_hooks: []\npackage_name_override: {PACKAGE}\n"


@pytest.fixture(scope="module")
def generated(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of a running server; a warning of the generator is an error."""
    directory = tmp_path_factory.mktemp("generated")
    with server.client() as client:
        (directory / "openapi.json").write_bytes(client.get("/openapi.json").content)
    (directory / "configuration.yaml").write_text(CONFIGURATION)
    options = ["--path", "openapi.json", "--config", "configuration.yaml", "--output-path", PACKAGE]
    subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate"),
            *options,
            *("--meta", "none", "--fail-on-warning"),
        ],
        cwd=directory,
        check=True,
        timeout=60,
    )
    sys.path.insert(0, str(directory))
    importlib.invalidate_caches()
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(directory))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def module(path: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.{path}")


def test_it_lets_a_home_and_reads_it_back(server: Server, generated: Any) -> None:
    models = module("models")
    with generated.Client(base_url=server.url, httpx_args={"trust_env": False}) as client:
        new_user = models.UserCreate(username="Ada", email="ada@example.com")
        user = module("api.users.create_user").sync(client=client, body=new_user)
        assert isinstance(user, models.UserRead)
        new_listing = models.ListingCreate(
            address="Nørrebrogade 20, 2200 København N",
            user_id=user.id,
            price=450.5,
            amenities=["Wi-Fi", "Køkken"],
        )
        listing = module("api.listings.create_listing").sync(client=client, body=new_listing)
        assert isinstance(listing, models.ListingRead)
        read = module("api.listings.get_listing").sync(listing.id, client=client)
        assert read == listing
        assert (read.user_id, read.username, read.price, read.currency) == (user.id, "Ada", 450.5, "DKK")
        assert read.amenities == ["Wi-Fi", "Køkken"]
        page = module("api.listings.list_listings").sync(client=client, min_price=450, limit=1)
        assert page == [read]


def test_it_reads_an_error(server: Server, generated: Any) -> None:
    with generated.Client(base_url=server.url, httpx_args={"trust_env": False}) as client:
        answer = module("api.listings.get_listing").sync_detailed(4711, client=client)
    assert answer.status_code == 404
    assert isinstance(answer.parsed, module("models").Problem)
    assert answer.parsed.detail
