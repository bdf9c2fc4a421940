"""Puts the compiled translations into the wheel; all else is in pyproject.toml."""

from pathlib import Path

import polib
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithTranslations(build_py):
    """Compiles every catalogue of the build: an installed package may be read-only."""

    def run(self) -> None:
        """Copy the package, then compile beside each ``.po``."""
        super().run()
        if not self.editable_mode:
            for source in Path(self.build_lib).rglob("*.po"):
                polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))


setup(cmdclass={"build_py": BuildWithTranslations})
