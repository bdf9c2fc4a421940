"""Every component once, in both themes, at both widths."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


class TestGallery:
    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("width", ["desktop", "phone"])
    def test_has_no_barrier(self, visit, check, settings, width, theme):
        settings.GALLERY = True

        check(visit("/_gallery", width=width, theme=theme))

    def test_fits_the_narrowest_screen(self, visit, settings):
        settings.GALLERY = True
        page = visit("/_gallery")

        page.set_viewport_size({"width": 320, "height": 640})

        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    def test_theme_is_chosen_without_scripts(self, visit, settings):
        settings.GALLERY = True
        page = visit("/_gallery", scripts=False)

        page.get_by_role("button", name="Tối", exact=True).click()

        assert page.locator("html").get_attribute("data-theme") == "dark"

    def test_uses_the_typeface(self, visit, settings):
        settings.GALLERY = True
        page = visit("/_gallery")

        page.evaluate("document.fonts.ready.then(() => true)")

        assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')")
