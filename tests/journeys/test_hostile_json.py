"""Bodies that are meant to break something, as raw bytes: each is refused by the rules, or kept to the letter.

The expected status stands beside each body: 400 for what is not our JSON, 413 for size, 415 for the media type,
422 for a value that is not acceptable. Both engines must give it, and every resource that reads a body.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest

from hytte.database import Database
from hytte.settings import Settings
from tests.servers import Server

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MERGE_PATCH = "application/merge-patch+json"
LIMIT = 262_144
"""Bytes that a body may have: 256 KiB."""

DEPTH = 32
"""Levels of arrays and objects that a body may have."""


@dataclass(frozen=True)
class Resource:
    """A resource that reads a body; `text` is a member of it that must be there, and the longest it may be."""

    method: str
    path: str
    members: dict[str, bytes]
    text: str
    longest: int
    accepted: int = 201


LISTING = {"user_id": b"%(user)d", "address": b'"Algade 1"', "price": b"700"}
RESOURCES = {
    "POST /listing": Resource(
        "POST",
        "/listing",
        {
            "username": b'"Ada"',
            "email": b'"ada%(number)d@example.com"',
            "address": b'"Algade 1"',
            "price": b"700",
        },
        "address",
        300,
    ),
    "POST /listings": Resource("POST", "/listings", LISTING, "address", 300),
    "PATCH /listings/{id}": Resource("PATCH", "/listings/%(listing)d", LISTING, "address", 300, 200),
    "POST /users": Resource(
        "POST", "/users", {"username": b'"Ada"', "email": b'"bo%(number)d@example.com"'}, "username", 255
    ),
}
PRICED = tuple(name for name, resource in RESOURCES.items() if "price" in resource.members)


@dataclass(frozen=True)
class Answer:
    """What came back; fields by their names in small letters."""

    status: int
    fields: dict[str, str]
    content: bytes

    def document(self) -> Any:
        return json.loads(self.content)


@dataclass
class Attacker:
    """A client that sends the bytes it is told; there is a user and a listing for it to attack."""

    connection: HTTPConnection
    database: Database
    ids: dict[bytes, int] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def send(
        self, method: str, path: str, content: bytes | Iterator[bytes], *media_types: str, **fields: str
    ) -> Answer:
        """Send a body; an iterator is sent in chunks, without `Content-Length`."""
        self.connection.putrequest(method, path)
        for media_type in media_types:
            self.connection.putheader("Content-Type", media_type)
        for name, value in fields.items():
            self.connection.putheader(name.replace("_", "-"), value)
        if isinstance(content, bytes):
            self.connection.putheader("Content-Length", str(len(content)))
        else:
            self.connection.putheader("Transfer-Encoding", "chunked")
        self.connection.endheaders(content, encode_chunked=not isinstance(content, bytes))
        response = self.connection.getresponse()
        answered = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, answered, response.read())
        if answer.status >= 500:
            self.connection.close()  # one crash is one failed test, whatever it does to the connection
        return answer

    def send_to(self, name: str, body: bytes) -> Answer:
        resource = RESOURCES[name]
        return self.send(resource.method, (resource.path.encode() % self.ids).decode(), body, JSON)

    def body(self, name: str, changes: dict[str, bytes] | None = None) -> bytes:
        """Return an acceptable body of a resource, with some members as they are given."""
        values = self.ids | {b"number": next(self.numbers)}
        members = {member: text % values for member, text in RESOURCES[name].members.items()} | (changes or {})
        return b"{" + b", ".join(b'"%s": %s' % (member.encode(), text) for member, text in members.items()) + b"}"

    def read(self, path: str) -> Any:
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        content = response.read()
        assert response.status == 200, content
        return json.loads(content)

    def stored(self, name: str, answer: Answer) -> Any:
        """Return what a GET shows of what was just written."""
        location = answer.fields.get("location")
        path = urlsplit(location).path if location else (RESOURCES[name].path.encode() % self.ids).decode()
        return self.read(path)

    def row_count(self) -> int:
        with closing(self.database.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM listings)")
            rows = list(cursor.fetchall())
            cursor.close()
        return int(rows[0][0])


@pytest.fixture
def attacker(prepared: Attacker) -> Attacker:
    prepared.connection.close()  # it opens again by itself; the server may have closed one that was idle
    return prepared


@pytest.fixture(scope="module")
def prepared(server: Server) -> Iterator[Attacker]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(connection), Database(Settings(database_url=server.database_url)) as database:
        opened = Attacker(connection, database)
        made = opened.send_to("POST /listing", opened.body("POST /listing"))
        path = urlsplit(made.fields["location"]).path
        opened.ids |= {b"listing": int(path.rpartition("/")[2]), b"user": opened.read(f"{path}/user")["id"]}
        yield opened


def statuses(attacker: Attacker, bodies: dict[str, bytes]) -> dict[str, int]:
    """Send each resource its body; a refused one must be a problem document, and must not make a row."""
    found = {}
    for name, body in bodies.items():
        before = attacker.row_count()
        answer = attacker.send_to(name, body)
        found[name] = answer.status
        if answer.status >= 400:
            assert answer.fields["content-type"] == "application/problem+json", name
            assert answer.document()["status"] == answer.status, name
            assert attacker.row_count() == before, name
    return found


def nested(opening: bytes, closing_: bytes, levels: int) -> bytes:
    return opening * levels + b"1" + closing_ * levels


NOT_JSON = {
    "NaN": b"NaN",
    "infinity": b"Infinity",
    "minus infinity": b"-Infinity",
    "float too large": b"1e400",
    "float too small": b"-1e400",
    "float far too large": b"1e9999999999999999999",
    "exponent without end, upwards": b"0e9999999999999999999",
    "exponent without end, downwards": b"1e-9999999999999999999",
    "2^53": b"9007199254740992",
    "-2^53": b"-9007199254740992",
    "2^63": b"9223372036854775808",
    "400 digits": b"9" * 400,
    "5,000 digits": b"9" * 5_000,
    "minus 5,000 digits": b"-" + b"9" * 5_000,
    "100,000 digits": b"9" * 100_000,
    "leading zero": b"0700",
    "no digit after the point": b"700.",
    "no digit before the point": b".5",
    "plus": b"+700",
    "hexadecimal": b"0x10",
    "underscore": b"1_000",
    "Arabic digit": "١".encode(),
    "full-width digit": "７".encode(),
    "True": b"True",
    "undefined": b"undefined",
    "cut literal": b"tru",
    "nothing": b"",
    "single quotes": b"'Algade 1'",
    "unterminated text": b'"Algade 1',
    "unknown escape": rb'"\x41"',
    "short escape": rb'"\u12"',
    "escape that is no number": rb'"\u+123"',
    "newline in text": b'"a\nb"',
    "tab in text": b'"a\tb"',
    "escape character in text": b'"a\x1bb"',
    "raw U+0000": b'"a\x00b"',
    "U+0000": rb'"a\u0000b"',
    "only U+0000": rb'"\u0000"',
    "U+0000 in a key": rb'{"a\u0000": 1}',
    "high surrogate": rb'"\ud83c"',
    "low surrogate": rb'"\udfe0"',
    "surrogates in the wrong order": rb'"\udfe0\ud83c"',
    "high surrogate before a letter": rb'"\ud83cA"',
    "surrogate in a key": rb'{"\ud83c": 1}',
    "surrogate deep inside": rb'[[{"a": ["\udfff"]}]]',
    "byte 0xFF": b'"\xff"',
    "cut UTF-8": b'"\xc3"',
    "Latin-1": "“Nørrebro”".encode("latin-1", "replace"),
    "overlong slash": b'"\xc0\xaf"',
    "surrogate as UTF-8": b'"\xed\xa0\xbc"',
    "beyond U+10FFFF": b'"\xf4\x90\x80\x80"',
    "member twice": b'{"a": 1, "a": 1}',
    "member twice, once escaped": rb'{"a": 1, "\u0061": 2}',
    "member twice, deep inside": b'[{"b": [{"a": null, "a": null}]}]',
    "empty member twice": b'{"": 1, "": 2}',
    "33 arrays": nested(b"[", b"]", DEPTH),
    "33 objects": nested(b'{"a":', b"}", DEPTH),
    "33 levels of both": nested(b'[{"a":', b"}]", DEPTH // 2),
    "1,000 arrays": nested(b"[", b"]", 1_000),
    "1,000 objects": nested(b'{"a":', b"}", 1_000),
    "100,000 arrays": nested(b"[", b"]", 100_000),
    "40,000 objects": nested(b'{"":', b"}", 40_000),
    "100,000 arrays without end": b"[" * 100_000,
    "comma at the end": b"[1,]",
    "comment": b"1 /* one */",
}
"""Values that are not JSON as hytte reads it, each with one level around it: the members of the body."""


@pytest.mark.parametrize("value", NOT_JSON.values(), ids=NOT_JSON)
def test_a_value_that_is_not_strict_json_is_malformed(attacker: Attacker, value: bytes) -> None:
    bodies = {name: attacker.body(name, {of.text: value}) for name, of in RESOURCES.items()}
    assert statuses(attacker, bodies) == dict.fromkeys(RESOURCES, 400)


@pytest.mark.parametrize("value", NOT_JSON.values(), ids=NOT_JSON)
def test_an_unknown_member_hides_nothing(attacker: Attacker, value: bytes) -> None:
    bodies = {name: attacker.body(name, {"__proto__": value}) for name in RESOURCES}
    assert statuses(attacker, bodies) == dict.fromkeys(RESOURCES, 400)


MALFORMED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda body: b"",
    "blanks": lambda body: b" \t\r\n" * 10,
    "byte order mark": lambda body: b"\xef\xbb\xbf" + body,
    "UTF-16": lambda body: body.decode().encode("utf-16"),
    "UTF-16, little end first": lambda body: body.decode().encode("utf-16-le"),
    "UTF-16, big end first": lambda body: body.decode().encode("utf-16-be"),
    "UTF-32": lambda body: body.decode().encode("utf-32"),
    "UTF-32, big end first": lambda body: body.decode().encode("utf-32-be"),
    "UTF-7": lambda body: body.replace(b"{", b"+AHs-"),
    "cut off": lambda body: body[:-1],
    "half": lambda body: body[: len(body) // 2],
    "something behind": lambda body: body + b"x",
    "a brace behind": lambda body: body + b"}",
    "U+0000 behind": lambda body: body + b"\x00",
    "two documents": lambda body: body + b"\n" + body,
    "broken UTF-8 behind": lambda body: body + b"\xff",
    "comma at the end": lambda body: body[:-1] + b",}",
    "no colon": lambda body: body.replace(b":", b" ", 1),
    "comment": lambda body: b"// a listing\n" + body,
    "no-break space before": lambda body: b"\xc2\xa0" + body,
    "form feed before": lambda body: b"\x0c" + body,
    "member without quotes": lambda body: body[:-1] + b", price: 1}",
    "JSON as JSONP": lambda body: b"callback(" + body + b")",
    "a form": lambda body: b"username=Ada&email=ada%40example.com&address=Algade+1&price=700",
    "member twice": lambda body: b"{" + body[1 : body.index(b",")] + b", " + body[1:],
    "__proto__": lambda body: body[:-1] + b', "__proto__": {"price": 1}}',
    "constructor": lambda body: body[:-1] + b', "constructor": null}',
    "empty member": lambda body: body[:-1] + b', "": 1}',
    "member in capitals": lambda body: body[:-1] + b', "Price": 1}',
    "member that only answers have": lambda body: body[:-1] + b', "id": 1}',
    "member of the table": lambda body: body[:-1] + b', "created_at": "2026-11-22T17:15:00Z"}',
    "10,000 members": lambda body: body[:-1] + b"".join(b', "m%d": %d' % (n, n) for n in range(10_000)) + b"}",
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED)
def test_a_body_that_is_not_one_strict_json_document_is_malformed(
    attacker: Attacker, change: Callable[[bytes], bytes]
) -> None:
    bodies = {name: change(attacker.body(name)) for name in RESOURCES}
    assert statuses(attacker, bodies) == dict.fromkeys(RESOURCES, 400)


def test_the_answer_to_10_000_unknown_members_is_short(attacker: Attacker) -> None:
    body = MALFORMED["10,000 members"](attacker.body("POST /users"))
    assert len(attacker.send_to("POST /users", body).content) < len(body) // 4


def test_a_member_given_twice_by_an_escape_is_malformed(attacker: Attacker) -> None:
    changes = {"POST /listing": rb", \u0061ddress", "POST /listings": rb", pric\u0065"}
    changes |= {"PATCH /listings/{id}": rb", \u0070\u0072\u0069\u0063\u0065", "POST /users": rb", user\u006eame"}
    bodies = {
        name: attacker.body(name)[:-1] + b', "' + member[2:] + b'": "Bo"}' for name, member in changes.items()
    }
    assert statuses(attacker, bodies) == dict.fromkeys(RESOURCES, 400)


NO_OBJECT = {
    "null": b"null",
    "true": b"true",
    "false": b"false",
    "number": b"0",
    "text": b'"Ada"',
    "empty text": b'""',
    "array": b"[]",
    "array of objects": b'[{"username": "Ada"}]',
    "32 arrays": nested(b"[", b"]", DEPTH),
}


@pytest.mark.parametrize("body", NO_OBJECT.values(), ids=NO_OBJECT)
def test_json_that_is_no_object_is_invalid(attacker: Attacker, body: bytes) -> None:
    assert statuses(attacker, dict.fromkeys(RESOURCES, body)) == dict.fromkeys(RESOURCES, 422)


def test_an_object_without_its_members_is_invalid_but_for_a_patch(attacker: Attacker) -> None:
    expected = {name: 200 if name.startswith("PATCH") else 422 for name in RESOURCES}
    assert statuses(attacker, dict.fromkeys(RESOURCES, b"{}")) == expected


NO_TEXT = {
    "empty": b'""',
    "U+0001": rb'"a\u0001b"',
    "U+0008": rb'"a\bb"',
    "vertical tab": rb'"a\u000bb"',
    "form feed": rb'"a\fb"',
    "U+001B": rb'"a\u001bb"',
    "U+001F": rb'"\u001f"',
    "U+FFFE": rb'"a\ufffeb"',
    "U+FFFF": rb'"a\uffffb"',
    "raw U+FFFE": '"a\ufffeb"'.encode(),
    "raw U+FFFF": '"\uffff"'.encode(),
    "number": b"1",
    "2^53 - 1": b"9007199254740991",
    "fraction": b"1.5",
    "tiny fraction": b"1e-400",
    "true": b"true",
    "false": b"false",
    "null": b"null",
    "array": b'["Algade 1"]',
    "object": b'{"a": "Algade 1"}',
    "32 levels of arrays": nested(b"[", b"]", DEPTH - 1),
    "32 levels of objects": nested(b'{"a":', b"}", DEPTH - 1),
}


@pytest.mark.parametrize("value", NO_TEXT.values(), ids=NO_TEXT)
def test_a_value_that_is_no_text_to_keep_is_invalid(attacker: Attacker, value: bytes) -> None:
    bodies = {name: attacker.body(name, {of.text: value}) for name, of in RESOURCES.items()}
    assert statuses(attacker, bodies) == dict.fromkeys(RESOURCES, 422)


# U+1D160 is three characters in NFC, and U+0958 two: composing them again is forbidden.
TOO_LONG = {
    "letters": lambda longest: "a" * (longest + 1),
    "letters of two bytes": lambda longest: "å" * (longest + 1),
    "characters beyond 16 bits": lambda longest: "🏠" * (longest + 1),
    "200,000 letters": lambda longest: "a" * 200_000,
    "characters that NFC makes three of": lambda longest: "\U0001d160" * longest,
    "one character too many after NFC": lambda longest: "\U0001d160" * (longest // 3) + "a",
    "characters that NFC makes two of": lambda longest: "\u0958" * (longest // 2 + 1),
}


@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG)
def test_a_text_that_is_too_long_as_it_would_be_kept_is_invalid(attacker: Attacker, text: Any) -> None:
    bodies = {
        name: attacker.body(name, {of.text: json.dumps(text(of.longest), ensure_ascii=False).encode()})
        for name, of in RESOURCES.items()
    }
    assert statuses(attacker, bodies) == dict.fromkeys(RESOURCES, 422)


KEPT = {
    "letters": ("Nørrebrogade 20, 2200 København N", "Nørrebrogade 20, 2200 København N"),
    "blanks": ("  a  ", "  a  "),
    "tab and newline": ("a\tb\nc", "a\tb\nc"),
    "line ends": ("a\r\nb\rc\n\rd", "a\nb\nc\n\nd"),
    "decomposed letters": ("Ka\u0308se A\u030arhus", "Käse Århus"),
    "Angstrom sign": ("\u212b", "\u00c5"),
    "Korean syllable of parts": ("\u1112\u1161\u11ab", "\ud55c"),
    "marks in another order": ("q\u0307\u0323", "q\u0323\u0307"),
    "compatibility letters": ("ﬁ ²", "ﬁ ²"),
    "delete and C1": ("a\x7fb\x85c\x9f", "a\x7fb\x85c\x9f"),
    "line separators": ("a\u2028b\u2029c", "a\u2028b\u2029c"),
    "right to left": ("\u202eedaglA\u202c \u05d0\u05d1", "\u202eedaglA\u202c \u05d0\u05d1"),
    "zero width": ("a\u200bb\u200dc\ufeffd", "a\u200bb\u200dc\ufeffd"),
    "family": ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
    "last characters of planes": ("\U0001fffe\U0001ffff\U0010ffff", "\U0001fffe\U0001ffff\U0010ffff"),
    "private use": ("\ue000\uf8ff", "\ue000\uf8ff"),
    "replacement character": ("\ufffd", "\ufffd"),
    "markup": ("</script><b>&amp;\"'", "</script><b>&amp;\"'"),
    "SQL": ("'; DROP TABLE listings; --", "'; DROP TABLE listings; --"),
    "wildcards": ("100 % _ \\ * ?", "100 % _ \\ * ?"),
    "format fields": ("{0} %s %(id)s ${a}", "{0} %s %(id)s ${a}"),
    "formula": ("=1+1", "=1+1"),
}


@pytest.mark.parametrize("is_escaped", [False, True], ids=["as UTF-8", "as escapes"])
@pytest.mark.parametrize(("sent", "kept"), KEPT.values(), ids=KEPT)
def test_a_text_is_kept_to_the_letter_in_nfc_with_lf(
    attacker: Attacker, sent: str, kept: str, is_escaped: bool
) -> None:
    found = {}
    for name, of in RESOURCES.items():
        answer = attacker.send_to(
            name, attacker.body(name, {of.text: json.dumps(sent, ensure_ascii=is_escaped).encode()})
        )
        assert answer.status == of.accepted, (name, answer.content)
        found[name] = attacker.stored(name, answer)[of.text]
    assert found == dict.fromkeys(RESOURCES, kept)


LONGEST = {
    "letters": lambda longest: ("a" * longest, "a" * longest),
    "characters beyond 16 bits": lambda longest: ("🏠" * longest, "🏠" * longest),
    "characters that NFC makes three of": lambda longest: (
        "\U0001d160" * (longest // 3),
        "\U0001d158\U0001d165\U0001d16e" * (longest // 3),
    ),
}


@pytest.mark.parametrize("texts", LONGEST.values(), ids=LONGEST)
def test_the_longest_text_is_kept(attacker: Attacker, texts: Any) -> None:
    for name, of in RESOURCES.items():
        sent, kept = texts(of.longest)
        answer = attacker.send_to(name, attacker.body(name, {of.text: json.dumps(sent).encode()}))
        assert answer.status == of.accepted, (name, answer.content)
        assert attacker.stored(name, answer)[of.text] == kept, name


NO_PRICE = {
    "zero": b"0",
    "minus zero": b"-0",
    "minus zero with decimals": b"-0.0",
    "zero with a large exponent": b"0e400",
    "less than a minor unit": b"0.001",
    "three decimals": b"450.125",
    "tiny": b"1e-400",
    "tinier": b"1e-999999999999999999",
    "negative": b"-700",
    "a minor unit too high": b"1000000.01",
    "1e6 and one": b"1000001",
    "large": b"1e308",
    "2^53 - 1": b"9007199254740991",
    "40 decimals": b"450.5000000000000000000000000000000000000001",
    "100,000 decimals": b"1." + b"0" * 100_000 + b"1",
    "true": b"true",
    "false": b"false",
    "text": b'"700"',
    "array": b"[700]",
    "object": b'{"amount": 700}',
}


@pytest.mark.parametrize("price", NO_PRICE.values(), ids=NO_PRICE)
def test_a_number_that_is_no_price_is_invalid(attacker: Attacker, price: bytes) -> None:
    bodies = {name: attacker.body(name, {"price": price}) for name in PRICED}
    assert statuses(attacker, bodies) == dict.fromkeys(PRICED, 422)


PRICES = {
    b"0.01": 0.01,
    b"0.1": 0.1,
    b"64.1": 64.1,
    b"1.13": 1.13,
    b"450.5": 450.5,
    b"450.50": 450.5,
    b"4.505e2": 450.5,
    b"4505E-1": 450.5,
    b"700": 700,
    b"7e2": 700,
    b"700.00": 700,
    b"999999.99": 999_999.99,
    b"1e6": 1_000_000,
    b"1000000": 1_000_000,
    b"1000000.00": 1_000_000,
    b"450.5" + b"0" * 40: 450.5,
}


@pytest.mark.parametrize(("sent", "kept"), PRICES.items(), ids=[sent.decode() for sent in PRICES])
def test_a_price_is_kept_to_the_minor_unit(attacker: Attacker, sent: bytes, kept: float) -> None:
    found = {}
    for name in PRICED:
        answer = attacker.send_to(name, attacker.body(name, {"price": sent}))
        assert answer.status == RESOURCES[name].accepted, (name, answer.content)
        found[name] = attacker.stored(name, answer)["price"]
    assert found == dict.fromkeys(PRICED, kept)


# The type of every member that a listing may have, and values of other types.
TEXT, NUMBER, INTEGER, ARRAY = "text", "number", "integer", "array"
MEMBERS = {
    "user_id": INTEGER,
    "title": TEXT,
    "description": TEXT,
    "address": TEXT,
    "price": NUMBER,
    "currency": TEXT,
    "latitude": NUMBER,
    "longitude": NUMBER,
    "room_type": TEXT,
    "property_type": TEXT,
    "capacity": INTEGER,
    "bedrooms": INTEGER,
    "beds": INTEGER,
    "bathrooms": NUMBER,
    "amenities": ARRAY,
    "minimum_nights": INTEGER,
    "maximum_nights": INTEGER,
    "neighbourhood": TEXT,
    "city": TEXT,
    "licence": TEXT,
}
WRONG = {
    TEXT: (b"1", b"1.5", b"true", b"[]", b'["a"]', b"{}"),
    NUMBER: (b'"1.5"', b'""', b"true", b"false", b"[1.5]", b"{}"),
    INTEGER: (b'"1"', b"1.5", b"1e-1", b"true", b"false", b"[1]", b"{}", b"-9007199254740991"),
    ARRAY: (b'"a"', b"1", b"true", b"{}", b"[1]", b"[null]", b"[[]]", b'[""]', rb'["\u0001"]'),
}


@pytest.mark.parametrize("member", MEMBERS)
def test_a_member_refuses_values_of_another_type(attacker: Attacker, member: str) -> None:
    found = {}
    for value in WRONG[MEMBERS[member]]:
        for name in ("POST /listings", "PATCH /listings/{id}"):
            found[name, value] = attacker.send_to(name, attacker.body(name, {member: value})).status
    assert found == dict.fromkeys(found, 422)


BOUNDS = [
    ("user_id", b"9007199254740991", 422),
    ("user_id", b"-9007199254740991", 422),
    ("user_id", b"0", 422),
    ("title", b'"' + b"a" * 255 + b'"', 201),
    ("title", b'"' + b"a" * 256 + b'"', 422),
    ("title", b'""', 422),
    ("description", b'"' + b"a" * 10_000 + b'"', 201),
    ("description", b'"' + b"a" * 10_001 + b'"', 422),
    ("currency", b'"EUR"', 201),
    ("currency", b'"eur"', 422),
    ("currency", b'"EURO"', 422),
    ("currency", b'"ABC"', 422),
    ("currency", b'"EUR\\n"', 422),
    ("room_type", b'"hotel_room"', 201),
    ("room_type", b'"Hotel_room"', 422),
    ("room_type", b'"castle"', 422),
    ("capacity", b"1", 201),
    ("capacity", b"0", 422),
    ("capacity", b"2147483648", 422),
    ("beds", b"0", 201),
    ("beds", b"-1", 422),
    ("bedrooms", b"9007199254740991", 422),
    ("bathrooms", b"0.5", 201),
    ("bathrooms", b"-0.5", 422),
    ("bathrooms", b"1e300", 422),
    ("minimum_nights", b"2147483647", 201),
    ("minimum_nights", b"2147483648", 422),
    ("minimum_nights", b"0", 422),
    ("maximum_nights", b"0", 422),
    ("amenities", b"[" + b",".join(b'"a%d"' % number for number in range(150)) + b"]", 201),
    ("amenities", b"[" + b",".join(b'"a%d"' % number for number in range(151)) + b"]", 422),
    ("latitude", b"55.68", 422),
    ("longitude", b"12.56", 422),
]


@pytest.mark.parametrize(
    ("member", "value", "status"), BOUNDS, ids=[f"{member} {value[:20]!r}" for member, value, _ in BOUNDS]
)
def test_a_member_has_bounds(attacker: Attacker, member: str, value: bytes, status: int) -> None:
    answer = attacker.send_to("POST /listings", attacker.body("POST /listings", {member: value}))
    assert answer.status == status, answer.content
    if status == 201:
        assert attacker.stored("POST /listings", answer)[member] == json.loads(value)


@pytest.mark.parametrize(
    ("latitude", "longitude", "status", "shown"),
    [
        (b"90", b"-180", 201, (90, -180)),
        (b"-90.0", b"180.0", 201, (-90, 180)),
        (b"1e-400", b"-1e-400", 201, (0, 0)),
        (b"55.6789", b"12.5678", 201, (55.68, 12.57)),
        (b"90.0000001", b"12", 422, None),
        (b"55", b"-180.0000001", 422, None),
        (b"1e308", b"12", 422, None),
        (b"55", b"null", 422, None),
    ],
)
def test_a_point_is_on_the_globe_and_shown_roughly(
    attacker: Attacker, latitude: bytes, longitude: bytes, status: int, shown: tuple[float, float] | None
) -> None:
    body = attacker.body("POST /listings", {"latitude": latitude, "longitude": longitude})
    answer = attacker.send_to("POST /listings", body)
    assert answer.status == status, answer.content
    if shown is not None:
        stored = attacker.stored("POST /listings", answer)
        assert (stored["latitude"], stored["longitude"]) == shown


@pytest.mark.parametrize(
    ("currency", "price", "status"),
    [
        (b'"JPY"', b"700", 201),
        (b'"JPY"', b"700.5", 422),
        (b'"JPY"', b"1000000", 201),
        (b'"KWD"', b"0.001", 201),
        (b'"KWD"', b"0.0001", 422),
        (b'"CLF"', b"999999.9999", 201),
        (b'"CLF"', b"1000000.0001", 422),
    ],
)
def test_a_price_has_the_decimals_of_its_currency_at_most(
    attacker: Attacker, currency: bytes, price: bytes, status: int
) -> None:
    body = attacker.body("POST /listings", {"currency": currency, "price": price})
    answer = attacker.send_to("POST /listings", body)
    assert answer.status == status, answer.content
    if status == 201:
        assert attacker.stored("POST /listings", answer)["price"] == json.loads(price)


@pytest.mark.parametrize(
    "email",
    [
        b'"ada"',
        b'"ada@"',
        b'"@example.com"',
        b'"ada@example"',
        b'"ada@localhost"',
        b'"ada@@example.com"',
        b'"ada example@example.com"',
        b'"ada@example.com\\r\\nBcc: bo@example.com"',
        b'"ada@example.com\\u0001"',
        b'"Ada <ada@example.com>"',
        b'"ada@[127.0.0.1]"',
        b'"ada@exa\\u202emple.com"',
        b'"ada@' + b"a" * 250 + b'.com"',
        b'""',
        b"null",
        b"1",
        b"true",
        b'["ada@example.com"]',
    ],
)
def test_what_is_no_email_address_is_invalid(attacker: Attacker, email: bytes) -> None:
    names = ("POST /listing", "POST /users")
    bodies = {name: attacker.body(name, {"email": email}) for name in names}
    assert statuses(attacker, bodies) == dict.fromkeys(names, 422)


def test_a_body_of_exactly_the_limit_is_read(attacker: Attacker) -> None:
    bodies = {name: attacker.body(name).ljust(LIMIT) for name in RESOURCES}
    assert statuses(attacker, bodies) == {name: of.accepted for name, of in RESOURCES.items()}


def test_a_body_of_exactly_the_limit_is_read_in_chunks(attacker: Attacker) -> None:
    body = attacker.body("POST /users").ljust(LIMIT)
    chunks = (body[start : start + 10_000] for start in range(0, LIMIT, 10_000))
    assert attacker.send("POST", "/users", chunks, JSON).status == 201


def test_a_body_with_a_byte_more_is_too_large(attacker: Attacker) -> None:
    bodies = {name: attacker.body(name).ljust(LIMIT + 1) for name in RESOURCES}
    assert statuses(attacker, bodies) == dict.fromkeys(RESOURCES, 413)


def test_a_body_with_a_byte_more_is_too_large_in_chunks(attacker: Attacker) -> None:
    body = attacker.body("POST /users").ljust(LIMIT + 1)
    chunks = (body[start : start + 10_000] for start in range(0, LIMIT + 1, 10_000))
    assert attacker.send("POST", "/users", chunks, JSON).status == 413


def test_100_000_objects_are_too_large(attacker: Attacker) -> None:
    value = nested(b'{"a":', b"}", 100_000)
    bodies = {name: attacker.body(name, {of.text: value}) for name, of in RESOURCES.items()}
    assert statuses(attacker, bodies) == dict.fromkeys(RESOURCES, 413)


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(server: Server) -> None:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.putrequest("POST", "/users")
        connection.putheader("Content-Type", JSON)
        connection.putheader("Content-Length", "1000000000000")
        connection.endheaders()
        assert connection.getresponse().status == 413


@pytest.mark.parametrize(
    ("name", "media_types", "status"),
    [
        ("POST /users", [JSON], 201),
        ("POST /users", ["application/json; charset=utf-8"], 201),
        ("POST /users", ['Application/JSON ;charset="UTF-8"'], 201),
        ("POST /users", ["text/json"], 415),
        ("POST /users", ["text/plain"], 415),
        ("POST /users", ["application/jsonp"], 415),
        ("POST /users", ["application/problem+json"], 415),
        ("POST /users", [MERGE_PATCH], 415),
        ("POST /users", [FORM], 400),
        ("POST /users", [FORM, JSON], 415),
        ("POST /users", [FORM, FORM], 415),
        ("POST /users", ["multipart/form-data; boundary=x"], 415),
        ("POST /users", ["application/json, text/plain"], 415),
        ("POST /users", ["*/*"], 415),
        ("POST /users", [""], 415),
        ("POST /users", [], 415),
        ("POST /users", [JSON, JSON], 415),
        ("POST /users", [JSON, "text/plain"], 415),
        ("POST /listings", [FORM], 400),
        ("POST /listings", [MERGE_PATCH], 415),
        ("POST /listing", [JSON], 201),
        ("POST /listing", [FORM], 201),
        ("POST /listing", [f"{FORM}; charset=utf-8"], 201),
        ("POST /listing", [MERGE_PATCH], 415),
        ("POST /listing", ["text/plain"], 415),
        ("POST /listing", [FORM, JSON], 415),
        ("POST /listing", [], 415),
        ("PATCH /listings/{id}", [JSON], 200),
        ("PATCH /listings/{id}", [MERGE_PATCH], 200),
        ("PATCH /listings/{id}", [f"{MERGE_PATCH}; charset=utf-8"], 200),
        ("PATCH /listings/{id}", [FORM], 415),
        ("PATCH /listings/{id}", ["application/json-patch+json"], 415),
        ("PATCH /listings/{id}", [MERGE_PATCH, JSON], 415),
    ],
)
def test_a_resource_reads_its_media_types_only(
    attacker: Attacker, name: str, media_types: list[str], status: int
) -> None:
    resource = RESOURCES[name]
    path = (resource.path.encode() % attacker.ids).decode()
    answer = attacker.send(resource.method, path, attacker.body(name), *media_types)
    assert answer.status == status, answer.content


def test_the_course_reads_a_form_as_json_for_a_user_too(attacker: Attacker) -> None:
    assert attacker.send("POST", "/user", attacker.body("POST /users"), FORM).status == 201


@pytest.mark.parametrize(
    ("name", "field_name", "media_types"),
    [
        ("POST /users", "accept", {JSON}),
        ("POST /listings", "accept", {JSON}),
        ("POST /listing", "accept", {JSON, FORM}),
        ("PATCH /listings/{id}", "accept-patch", {JSON, MERGE_PATCH}),
    ],
)
def test_an_unsupported_media_type_is_told_the_supported_ones(
    attacker: Attacker, name: str, field_name: str, media_types: set[str]
) -> None:
    resource = RESOURCES[name]
    path = (resource.path.encode() % attacker.ids).decode()
    answer = attacker.send(resource.method, path, attacker.body(name), "text/csv")
    assert set(answer.fields[field_name].split(", ")) == media_types


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip", "identity, gzip"])
def test_compressed_content_is_unsupported(attacker: Attacker, coding: str) -> None:
    content = gzip.compress(attacker.body("POST /users"))
    answer = attacker.send("POST", "/users", content, JSON, Content_Encoding=coding)
    assert (answer.status, answer.fields["accept-encoding"]) == (415, "identity")


def test_control_a_lenient_reader_takes_what_is_refused_here() -> None:
    """The bodies above are the ones that Python's own reader takes or breaks on, not merely nonsense."""
    lenient = (
        "NaN",
        "infinity",
        "float too large",
        "2^53",
        "U+0000",
        "high surrogate",
        "member twice",
        "33 arrays",
    )
    assert [name for name in lenient if json.loads(NOT_JSON[name]) is not None] == list(lenient)
    for name in ("5,000 digits", "100,000 arrays"):
        with pytest.raises((ValueError, RecursionError)):
            json.loads(NOT_JSON[name])
