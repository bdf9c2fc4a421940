"""The design's promises: contrast, size, no inline style, marks have room."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static" / "web"
TOKENS = (STATIC / "tokens.css").read_text()

TEXT = 4.5
SHAPE = 3.0
PAIRS = [
    ("ink", "paper", 7.0),
    ("ink", "surface", 7.0),
    ("ink", "sunken", 7.0),
    ("ink", "amber-tint", 7.0),
    ("ink", "jade-tint", 7.0),
    ("ink", "plum-tint", 7.0),
    ("ink-soft", "paper", TEXT),
    ("ink-soft", "surface", TEXT),
    ("ink-soft", "sunken", TEXT),
    ("ink-soft", "amber-tint", TEXT),
    ("ink-soft", "jade-tint", TEXT),
    ("on-ink", "ink", 7.0),
    ("jade", "paper", TEXT),
    ("jade", "surface", TEXT),
    ("jade", "sunken", TEXT),
    ("jade", "jade-tint", TEXT),
    ("jade-deep", "jade-tint", TEXT),
    ("jade-deep", "paper", TEXT),
    ("on-jade", "jade", TEXT),
    ("on-jade", "jade-deep", TEXT),
    ("jade", "amber-tint", TEXT),
    ("amber", "amber-tint", TEXT),
    ("plum", "plum-tint", TEXT),
    ("plum", "paper", TEXT),
    ("plum", "surface", TEXT),
    ("edge", "paper", SHAPE),
    ("edge", "surface", SHAPE),
    ("edge", "sunken", SHAPE),
    ("amber-edge", "surface", SHAPE),
    ("lacquer", "surface", SHAPE),
    ("lacquer", "paper", SHAPE),
]


def theme(selector: str) -> dict[str, str]:
    start = TOKENS.index(selector)
    body = TOKENS[TOKENS.index("{", start) : TOKENS.index("}", start)]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))


LIGHT = theme(":root {")
DARK = theme(':root[data-theme="dark"] {')


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class TestColours:
    @pytest.mark.parametrize("name", ["light", "dark"])
    @pytest.mark.parametrize(("front", "back", "least"), PAIRS)
    def test_contrast_is_enough(self, name, front, back, least):
        tokens = {"light": LIGHT, "dark": DARK}[name]

        assert contrast(tokens[front], tokens[back]) >= least

    def test_the_measure_itself_is_right(self):
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)

    def test_dark_by_machine_and_dark_by_choice_are_the_same(self):
        assert theme(':root:not([data-theme="light"]) {') == DARK

    def test_every_colour_has_a_dark_one(self):
        assert set(LIGHT) == set(DARK)

    def test_only_tokens_name_colours(self):
        for path in STATIC.glob("*.css"):
            if path.name not in {"tokens.css", "print.css"}:
                assert not re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", path.read_text())

    def test_every_token_used_is_defined(self):
        defined = set(re.findall(r"--([\w-]+):", TOKENS))
        used = {
            name
            for path in STATIC.glob("*.css")
            for name in re.findall(r"var\(--([\w-]+)", path.read_text())
        }

        assert used <= defined

    def test_lacquer_is_the_brand_alone(self):
        rules = re.findall(r"([^{}]+)\{([^{}]*--lacquer[^{}]*)\}", all_css())
        selectors = {
            selector.split("*/")[-1].strip()
            for selector, body in rules
            if "var(--lacquer)" in body
        }

        assert selectors == {".masthead", ".brand svg", ".workbench .side"}


def all_css() -> str:
    return "\n".join(path.read_text() for path in sorted(STATIC.glob("*.css")))


class TestSize:
    def test_css_is_under_40_kb(self):
        assert len(all_css().encode()) < 40_000

    def test_javascript_is_under_10_kb(self):
        assert sum(p.stat().st_size for p in STATIC.glob("*.js")) < 10_000


class TestRoomForMarks:
    def test_body_lines_are_high_enough(self):
        match = re.search(r"html \{[^}]*line-height: ([\d.]+)", all_css())
        assert match

        assert float(match[1]) >= 1.6


class TestTemplates:
    def test_no_inline_style_or_script(self):
        root = Path(__file__).parents[2]
        bad = re.compile(
            r"\sstyle=(?!\"outline|\"micro|\"mini|\"solid)|<style|\son[a-z]+=\"|"
            r"<script(?![^>]*src=)|javascript:|[\s\"']hx-(?!.*-data)",
        )
        found = {
            f"{path.relative_to(root)}: {match.group()}"
            for path in root.rglob("templates/**/*.html")
            for match in bad.finditer(path.read_text())
        }

        assert not found
