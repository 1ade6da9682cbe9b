"""A user who is deleted while others give them listings: whoever comes second gets an answer, never a crash."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.servers import Server

ROUNDS = 20


def test_deleting_a_user_races_with_letting_their_home(server: Server) -> None:
    """Either the user is gone and made anew with the listing, or the listing keeps the user (409)."""
    statuses = [_race(server, number) for number in range(ROUNDS)]
    assert {deleted for deleted, _ in statuses} <= {204, 409}
    assert {status for _, created in statuses for status in created} == {201}


def _race(server: Server, number: int) -> tuple[int, list[int]]:
    ada = {"username": "Ada", "email": f"ada-{number}@example.com"}
    barrier = Barrier(3)
    with server.client() as client:
        user = client.post("/user", json=ada).headers["Location"].rpartition("/")[2]

    def delete() -> int:
        with server.client() as client:
            barrier.wait(timeout=10)
            return client.delete(f"/users/{user}").status_code

    def let() -> int:
        with server.client() as client:
            barrier.wait(timeout=10)
            return client.post("/listing", json=ada | {"address": "Strandvej 1", "price": 500}).status_code

    with ThreadPoolExecutor(3) as threads:
        deletion, *creations = [threads.submit(work) for work in (delete, let, let)]
        return deletion.result(), [creation.result() for creation in creations]
