"""A real browser on the sites, kept on this machine."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

# Playwright's sync API runs an event loop in the thread of the tests; Django would
# take that for asynchronous code and refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("MOTCUA_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    "",
)
REQUIRED = os.environ.get("MOTCUA_TEST_BROWSER") == "required"  # in CI: never skip
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    if not Path(CHROMIUM).is_file():
        refuse = pytest.fail if REQUIRED else pytest.skip
        refuse("No chromium here: `apt-get install chromium`, or set MOTCUA_CHROMIUM.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        # While the loop runs, Django keeps another connection for this thread. It is
        # out of reach once the loop has ended, and its session would stay.
        connections.close_all()


class Visitor:
    """Opens pages, and remembers what a page must never do."""

    def __init__(self, browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.trouble: list[str] = []
        self.contexts = []

    def __call__(
        self, path: str, *, user=None, width: str = "desktop", theme: str = "light",
        scripts: bool = True,
    ):  # fmt: skip
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        context = self.browser.new_context(
            viewport=size,
            color_scheme=theme,
            locale="vi-VN",
            java_script_enabled=scripts,
        )
        self.contexts.append(context)
        if user is not None:
            self._sign_in(context, user)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("request", self._asked)
        page.goto(self.url + path)
        return page

    def _sign_in(self, context, user) -> None:
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        context.add_cookies([cookie | {"url": self.url}])

    def _heard(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.trouble.append(f"{message.location.get('url')}: {message.text}")

    def _asked(self, request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.trouble.append(f"left this machine: {request.url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def visit(browser, live_server) -> Iterator[Visitor]:
    """Open pages: ``visit(path, user=account, width="phone", theme="dark")``."""
    visitor = Visitor(browser, live_server.url)
    yield visitor
    visitor.close()
    assert not visitor.trouble, "\n".join(visitor.trouble)


def check_page(page) -> None:
    """Check a page for what nobody should meet: axe's list, and a page too wide."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    lines = [
        f"{page.url}: {v['id']} ({v['help']}): {node['html'][:200]}"
        for v in found
        for node in v["nodes"]
    ]
    assert not lines, "\n".join(lines)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"


@pytest.fixture
def check():
    return check_page
