"""HAL and HAL-FORMS: links by relation, embedded documents, and what may be done."""

import json
from typing import Any

from hytte.representations import hal
from hytte.representations.course import home
from hytte.representations.documents import Document, Link, Template
from hytte.representations.users import user
from hytte.schemas.listings import ListingCreate
from hytte.schemas.users import UserUpdate

BASE = "https://hytte.example"
INSTANT = "2026-11-22T17:15:00.000000Z"
ADA = {
    "id": 7,
    "username": "Ada",
    "source": None,
    "source_id": None,
    "created_at": INSTANT,
    "updated_at": INSTANT,
}


def render(document: Document) -> Any:
    return json.loads(hal.render(document, BASE))


def test_data_that_is_no_object_is_a_value() -> None:
    assert render(Document("greeting", "Hello")) == {"value": "Hello"}


def test_one_link_is_an_object_and_several_are_an_array() -> None:
    links = (
        Link("self", "/a"),
        Link("item", "/b", "B", name="b"),
        Link("item", "/c"),
        Link("search", "/d{?q}", templated=True),
    )
    assert render(Document("thing", {"a": 1}, links=lambda: links)) == {
        "a": 1,
        "_links": {
            "self": {"href": f"{BASE}/a"},
            "item": [{"href": f"{BASE}/b", "name": "b", "title": "B"}, {"href": f"{BASE}/c"}],
            "search": {"href": f"{BASE}/d{{?q}}", "templated": True},
        },
    }


def test_a_template_describes_its_fields() -> None:
    template = Template("edit", "Change it", "PATCH", "/a", UserUpdate, {"username": "Ada"})
    shown = render(Document("thing", {}, templates=lambda: (template,)))["_templates"]["edit"]
    assert (shown["title"], shown["method"], shown["target"]) == ("Change it", "PATCH", f"{BASE}/a")
    assert shown["contentType"] == "application/merge-patch+json"
    assert [member["name"] for member in shown["properties"]] == ["username", "email"]
    username, email = shown["properties"]
    assert (username["value"], username["minLength"], username["maxLength"]) == ("Ada", 1, 255)
    assert (email["type"], "value" in email, "required" in email) == ("email", False, False)


def test_a_template_of_a_new_listing_has_every_member() -> None:
    create = render(user(ADA))["_templates"]["create-listing"]
    members = {member["name"]: member for member in create["properties"]}
    assert members.keys() == ListingCreate.model_fields.keys()
    assert {name for name, member in members.items() if member.get("required")} == {"address"}
    assert members["user_id"]["value"] == 7
    assert set(members["room_type"]["options"]["inline"]) == {
        "entire_home",
        "private_room",
        "shared_room",
        "hotel_room",
    }
    assert members["description"]["type"] == "textarea"
    assert create["contentType"] == "application/json"


def test_members_can_be_left_out() -> None:
    template = Template("edit", "", "PATCH", "/a", UserUpdate, None, frozenset({"email"}))
    shown = render(Document("thing", {}, templates=lambda: (template,)))["_templates"]["edit"]
    assert [member["name"] for member in shown["properties"]] == ["username"]


def test_only_a_user_without_listings_can_be_deleted() -> None:
    templates = {is_used: set(render(user(ADA, is_used=is_used))["_templates"]) for is_used in (True, False)}
    assert templates[False] - templates[True] == {"delete"}
    assert templates[True] - templates[False] == set()


def test_the_way_in_leads_to_both_collections_and_the_description() -> None:
    index = home().index
    assert index is not None
    links = render(index)["_links"]
    assert {link["name"]: link["href"] for link in links["collection"]} == {
        "listings": f"{BASE}/listings",
        "users": f"{BASE}/users",
    }
    assert links["service-desc"]["href"] == f"{BASE}/openapi.json"
    assert links["service-doc"]["href"] == f"{BASE}/docs"
    assert links["search"]["templated"] is True
