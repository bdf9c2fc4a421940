import os

import pytest
from tests.e2e.test_upkeep import *

OUT = "/tmp/up_shots"
os.makedirs(OUT, exist_ok=True)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_shots(visit, writer, width):
    page = visit(BASE, user=account(writer), width=width)
    for n, path in enumerate(every_page(writer)):
        page.goto(visit.url + path)
        page.screenshot(path=f"{OUT}/{width}-{n:02d}.png", full_page=True)
