"""The pages in a real browser: Debian's Chromium, headless, at the width of a phone and of a desk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.servers import Server, serving

PHONE, DESK = 390, 1280
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
PATHS = (
    "/",
    "/listings",
    "/listings?city=aarhus&sort=price",
    "/listings/7",
    "/users",
    "/users/7",
    "/nowhere",
    "/docs",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium (Debian's package chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    directory = tmp_path_factory.mktemp("pages")
    with serving(f"sqlite:///{directory / 'demo.db'}", directory, "--listings", "300", command="demo") as server:
        yield server


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_and_complains_of_nothing(
    browser: Browser, demonstration: Server, path: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    messages: list[str] = []
    page.on("console", lambda message: messages.append(_text(message)))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(demonstration.url + path, wait_until="networkidle")
    for details in page.locator("main details").all():
        details.evaluate("element => element.open = true")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.close()
    assert [message for message in messages if message] == []
    assert overflow <= 0


def _text(message: ConsoleMessage) -> str:
    # That the page of an error has the status of an error is not a mistake of the page.
    return "" if "404 (Not Found)" in message.text else f"{message.type}: {message.text}"


def test_a_home_is_found_let_changed_and_removed_without_scripts(browser: Browser, demonstration: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demonstration.url)
    page.get_by_label("Where").fill("Aarhus")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("article.card").first).to_be_visible()
    page.goto(demonstration.url)
    page.get_by_text("Become a host").click()
    page.get_by_label("Username").fill("Søren Ålbæk")
    page.get_by_label("Email").fill("soren@example.com")
    page.get_by_role("button", name="Add me").click()
    expect(page.get_by_role("heading", name="Søren Ålbæk")).to_be_visible()
    _let(page)
    page.get_by_text("Change the listing").click()
    page.locator("[data-template=edit]").get_by_label("Price").fill("812.50")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("812.50 DKK")).to_be_visible()
    page.get_by_text("Delete the listing").first.click()
    page.get_by_role("button", name="Delete the listing").click()
    expect(page).to_have_url(f"{demonstration.url}/listings")
    context.close()


def _let(page: Page) -> None:
    page.get_by_text("Let a home").click()
    form = page.locator("[data-template=create-listing]")
    form.get_by_label("Address").fill("Strandvejen 1, 6720 Fanø")
    form.get_by_label("Amenities").fill("Sauna\nWood stove")
    form.get_by_role("button", name="Let it").click()
    expect(page.get_by_role("heading", name="Strandvejen 1, 6720 Fanø")).to_be_visible()
    expect(page.get_by_text("Wood stove", exact=True)).to_be_visible()


def test_axe_finds_nothing(browser: Browser, demonstration: Server) -> None:
    axe = Path(__file__).resolve().parents[2] / ".lint" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is not there: `make check` installs it where node and npm are")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for path in PATHS[:-1]:
        page.goto(demonstration.url + path)
        page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")
        page.add_script_tag(path=axe)
        violations = page.evaluate("axe.run().then(result => result.violations.map(v => `${v.id}: ${v.help}`))")
        assert violations == [], path
    context.close()
