"""From `/` to a listing that was made, changed and removed, by names of relations and templates alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest

from tests.servers import Server

HAL, HTML = "application/hal+json", "text/html"
NUMBERS = count(1)


# HAL


@dataclass
class Program:
    """A client that reads HAL, and knows names of relations and of templates."""

    client: httpx2.Client

    def get(self, url: str, status: int = 200) -> Any:
        answer = self.client.get(url, headers={"Accept": HAL})
        assert (answer.status_code, answer.headers["Vary"].split(", ")[0]) == (status, "Accept"), url
        if status == 200:
            assert answer.headers["Content-Type"] == HAL
        return answer.json()

    def follow(self, document: Any, rel: str, name: str | None = None) -> Any:
        found = document["_links"][rel]
        links = found if isinstance(found, list) else [found]
        wanted = [link for link in links if name is None or link.get("name") == name]
        assert len(wanted) == 1
        return self.get(wanted[0]["href"])

    def submit(self, document: Any, name: str, **values: Any) -> httpx2.Response:
        """Send what a template describes: its required fields, those that have a value, and `values`."""
        template = document["_templates"][name]
        properties = {member["name"]: member for member in template.get("properties", ())}
        assert values.keys() - properties.keys() == set()
        content = {name: member["value"] for name, member in properties.items() if "value" in member} | values
        missing = [name for name, member in properties.items() if member.get("required") and name not in content]
        assert missing == []
        fields = {"Accept": HAL}
        if "contentType" not in template:
            return self.client.request(template["method"], template["target"], headers=fields)
        fields["Content-Type"] = template["contentType"]
        if template["method"] == "PATCH":
            content = values
        request = self.client.build_request(template["method"], template["target"], json=content, headers=fields)
        return self.client.send(request)


def test_a_program_finds_its_way(server: Server) -> None:
    with server.client() as client:
        program = Program(client)
        home = program.get("/")

        email = f"ada{next(NUMBERS)}@example.com"
        made = program.submit(home, "create-user", username="Ada", email=email)
        assert (made.status_code, made.headers["Content-Type"]) == (201, HAL)
        user = program.get(made.headers["Location"])
        assert user == made.json()
        assert user["username"] == "Ada"
        assert "delete" in user["_templates"]

        content = {"user_id": user["id"], "address": "Ågade 1", "price": 450.5, "amenities": ["Wi-Fi"]}
        made = program.submit(home, "create-listing", **content)
        assert made.status_code == 201
        listing = made.json()
        assert {name: listing[name] for name in content} == content
        assert program.follow(listing, "self") == listing
        author = program.follow(listing, "author")
        assert author["id"] == user["id"]
        assert "delete" not in author["_templates"]

        # The user's own template knows the user.
        second = program.submit(author, "create-listing", address="Ågade 2")
        assert (second.status_code, second.json()["user_id"]) == (201, user["id"])
        owned = program.follow(author, "item", "listings")["_embedded"]["item"]
        assert {item["address"] for item in owned} == {"Ågade 1", "Ågade 2"}
        assert program.follow(owned[0], "self")["id"] == owned[0]["id"]

        changed = program.submit(listing, "edit", title="Søhytte", price=None)
        assert changed.status_code == 200
        shown = program.follow(listing, "self")
        assert (shown["title"], shown["price"], shown["address"]) == ("Søhytte", None, "Ågade 1")

        found = program.follow(home, "collection", "listings")
        assert shown["id"] in [item["id"] for item in found["_embedded"]["item"]]

        assert program.submit(shown, "delete").status_code == 204
        program.get(shown["_links"]["self"]["href"], 404)
        assert program.submit(shown, "delete").status_code == 404
        assert program.submit(second.json(), "delete").status_code == 204

        # Without listings the user can be deleted again, and says so.
        user = program.follow(author, "self")
        assert program.submit(user, "delete").status_code == 204
        program.get(user["_links"]["self"]["href"], 404)


def test_the_search_template_of_home_finds(server: Server) -> None:
    with server.client() as client:
        program = Program(client)
        home = program.get("/")
        user = program.submit(home, "create-user", username="Bo", email=f"bo{next(NUMBERS)}@example.com").json()
        for city in ("Aarhus", "Odense"):
            assert program.submit(user, "create-listing", address="x", city=city).status_code == 201
        link = home["_links"]["search"]
        assert link["templated"] is True
        path, _, names = link["href"].partition("{?")
        assert "city" in names.rstrip("}").split(",")
        found = program.get(f"{path}?city=Odense")["_embedded"]["item"]
        assert {listing["city"] for listing in found} == {"Odense"}


def test_pages_lead_to_each_other(server: Server) -> None:
    with server.client() as client:
        program = Program(client)
        home = program.get("/")
        for _ in range(3):
            email = f"cy{next(NUMBERS)}@example.com"
            assert program.submit(home, "create-user", username="Cy", email=email).status_code == 201
        page = program.get(home["_links"]["collection"][1]["href"] + "?limit=2")
        seen = [user["id"] for user in page["_embedded"]["item"]]
        while "next" in page["_links"]:
            page = program.follow(page, "next")
            seen += [user["id"] for user in page["_embedded"]["item"]]
        assert seen == sorted(set(seen), reverse=True)
        assert len(seen) >= 3


# HTML


@dataclass
class Form:
    """A form of a page, with what its fields begin with."""

    action: str
    method: str
    name: str
    fields: dict[str, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    has_button: bool = False


class Page(HTMLParser):
    """The links and forms of a page, as a browser without scripts sees them."""

    def __init__(self, url: str, content: str) -> None:
        super().__init__()
        self.url = url
        self.links: dict[str, list[str]] = {}
        self.anchors: dict[str, str] = {}
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self._form: Form | None = None
        self._textarea: str | None = None
        self._select: str | None = None
        self._anchor: str | None = None
        self.feed(content)
        self.close()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def form(self, name: str) -> Form:
        """Return the form of a template."""
        found = [form for form in self.forms if form.name == name]
        assert len(found) == 1, (name, [form.name for form in self.forms])
        return found[0]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.scripts += [name for name in values if name.startswith("on") or name == "style"]
        if tag in {"script", "style"}:
            self.scripts.append(tag)
        if tag in {"a", "link"} and "href" in values:
            for rel in values.get("rel", "").split():
                self.links.setdefault(rel, []).append(urljoin(self.url, values["href"]))
            self._anchor = urljoin(self.url, values["href"]) if tag == "a" else self._anchor
        if tag == "form":
            target = urljoin(self.url, values.get("action", ""))
            self._form = Form(target, values.get("method", "get").upper(), values.get("data-template", ""))
            self.forms.append(self._form)
        self._control(tag, values)

    def _control(self, tag: str, values: dict[str, str]) -> None:
        if self._form is None:
            return
        name = values.get("name", "")
        if "required" in values:
            self._form.required.add(name)
        if tag == "input":
            self._form.fields[name] = values.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            self._form.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in values or self._select not in self._form.fields):
            self._form.fields[self._select] = values["value"]
        elif tag == "button":
            self._form.has_button = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            if self._form is not None and self._textarea is not None:
                # A line feed right behind the opening tag is none of the value (HTML, 13.1.2.5).
                text = self._form.fields[self._textarea]
                self._form.fields[self._textarea] = text.removeprefix("\n")
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "a":
            self._anchor = None

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._textarea is not None:
            self._form.fields[self._textarea] += data
        else:
            self.words.append(data)
        if self._anchor is not None and data.strip():
            self.anchors[data.strip()] = self._anchor


BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Sec-Fetch-Site": "same-origin",
}


@dataclass
class Person:
    """Somebody with a browser that runs no scripts."""

    client: httpx2.Client
    origin: str

    def open(self, url: str, status: int = 200) -> Page:
        answer = self.client.get(url, headers=BROWSER)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8"), url
        page = Page(urljoin(self.origin, url), answer.text)
        assert page.scripts == []
        return page

    def send(self, form: Form, **values: str) -> httpx2.Response:
        assert values.keys() - form.fields.keys() == set(), form
        assert (form.method, form.has_button) == ("POST", True)
        content = form.fields | values
        assert [name for name in form.required if not content[name]] == []
        # A browser sends line ends as CR LF.
        sent = {name: "\r\n".join(text.splitlines()) for name, text in content.items()}
        return self.client.post(form.action, data=sent, headers=BROWSER | {"Origin": self.origin})

    def submit(self, form: Form, **values: str) -> Page:
        """Send a form and go where the answer leads."""
        answer = self.send(form, **values)
        assert (answer.status_code, answer.content) == (303, b""), answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        location = urljoin(form.action, answer.headers["Location"])
        assert urlsplit(location).netloc == urlsplit(self.origin).netloc
        return self.open(location)


@pytest.fixture
def person(server: Server) -> Iterator[Person]:
    with server.client() as client:
        yield Person(client, server.url)


def test_a_person_finds_the_way(person: Person) -> None:
    home = person.open("/")
    number = next(NUMBERS)
    name = f"Søren <b>&\"' {number}"
    user = person.submit(home.form("create-user"), username=name, email=f"soeren{number}@example.com")
    assert name in user.text

    listing = person.submit(
        user.form("create-listing"),
        address="Ågade 1 & 2",
        price="1450.50",
        amenities="Wi-Fi\nBrændeovn\n",
        description="Stille.\nIngen husdyr.",
        room_type="entire_home",
    )
    for words in ("Ågade 1 & 2", "1,450.50 DKK", "Wi-Fi", "Brændeovn", "Stille. Ingen husdyr.", "Entire home"):
        assert words in listing.text
    url = listing.links["self"][0]
    assert name in person.open(listing.links["author"][-1]).text

    edit = listing.form("edit")
    assert edit.fields["_method"] == "PATCH"
    assert edit.fields["amenities"].split("\n") == ["Wi-Fi", "Brændeovn"]
    changed = person.submit(edit, title="Søhytte", price="")
    assert changed.links["self"] == [url]
    assert "Søhytte" in changed.text
    assert "No price yet" in changed.text
    stored = person.client.get(url, headers={"Accept": "application/json"}).json()
    assert {name: stored[name] for name in ("title", "price", "address", "amenities", "room_type")} == {
        "title": "Søhytte",
        "price": None,
        "address": "Ågade 1 & 2",
        "amenities": ["Wi-Fi", "Brændeovn"],
        "room_type": "entire_home",
    }
    assert stored["description"] == "Stille.\nIngen husdyr."

    assert "Søhytte" in person.open(home.anchors["Listings"]).anchors
    gone = person.submit(changed.form("delete"))
    assert url not in gone.anchors.values()
    missing = person.open(url, 404)
    assert "Not found" in missing.text
    assert missing.links["up"] == [urljoin(person.origin, "/")] * len(missing.links["up"])


def test_the_search_form_of_home_finds(person: Person) -> None:
    home = person.open("/")
    number = next(NUMBERS)
    user = person.submit(home.form("create-user"), username="Bo", email=f"bo{number}@example.com")
    person.submit(user.form("create-listing"), address="Storegade 1", title=f"Hytte {number}", city="Esbjerg")
    search = next(form for form in home.forms if form.method == "GET")
    query = httpx2.QueryParams(search.fields | {"city": "esbjerg"})
    found = person.open(f"{search.action}?{query}")
    assert f"Hytte {number}" in found.anchors
    kept = next(form for form in found.forms if form.method == "GET")
    assert kept.fields["city"] == "esbjerg"
    assert "No home fits" in person.open(f"{search.action}?{httpx2.QueryParams({'city': 'Nowhere'})}").text


def test_a_form_that_is_not_acceptable_is_answered_with_a_page_that_says_why(person: Person) -> None:
    user = person.submit(
        person.open("/").form("create-user"), username="Cy", email=f"cy{next(NUMBERS)}@example.com"
    )
    answer = person.send(user.form("create-listing"), address="x", price="-1", capacity="0")
    page = Page(person.origin, answer.text)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert "Price" in page.text
    assert "Capacity" in page.text
    assert page.scripts == []


@pytest.mark.parametrize(
    "fields", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_a_form_of_another_site_is_refused(person: Person, fields: dict[str, str]) -> None:
    form = person.open("/").form("create-user")
    before = person.open("/users").text
    content = form.fields | {"username": "Mallory", "email": "mallory@example.com"}
    for method in ("", "DELETE", "PATCH", "PUT"):
        sent = content | ({"_method": method} if method else {})
        assert person.client.post(form.action, data=sent, headers=BROWSER | fields).status_code == 403
    assert person.open("/users").text == before


def test_every_link_and_form_of_every_page_leads_somewhere(person: Person) -> None:
    user = person.submit(
        person.open("/").form("create-user"), username="Di", email=f"di{next(NUMBERS)}@example.com"
    )
    person.submit(user.form("create-listing"), address="Ågade 4")
    seen: dict[str, int] = {}
    waiting = [f"{person.origin}/"]
    while waiting and len(seen) < 200:
        url = waiting.pop().partition("#")[0]
        if url in seen or not url.startswith(person.origin):
            continue
        answer = person.client.get(url, headers=BROWSER)
        seen[url] = answer.status_code
        if answer.headers["Content-Type"].startswith("text/html") and "/docs" not in url:
            page = Page(url, answer.text)
            waiting += [link for links in page.links.values() for link in links]
            waiting += list(page.anchors.values())
    assert {url: status for url, status in seen.items() if status != 200} == {}
    assert {urlsplit(url).path.split("/")[1] for url in seen} >= {"", "listings", "users", "docs", "style.css"}
