"""``motcua catalogue export``: the catalogue of a day as a file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from tqdm import tqdm

from motcua.catalogue.opendata.keeping import write
from motcua.catalogue.opendata.queries import Format, export, size_on


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only ``export`` reads."""
    parser.add_argument(
        "--format", choices=[str(one) for one in Format], help="what 'export' writes"
    )
    parser.add_argument(
        "--day",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="export what is in force on this day; otherwise today",
    )


def write_export(path: Path, form: Format, day: date, *, quiet: bool) -> dict[str, int]:
    """Write the file, with a progress bar on a terminal; say how much it is.

    :raises OSError: if it cannot be written; then nothing is left behind.
    """
    size = size_on(day)
    with tqdm(total=size.total, unit="", disable=quiet or None) as bar:
        written = write(path, export(form, day, bar.update))
    return {
        "procedures": size.procedures,
        "entries": size.entries,
        "bytes": written,
    }
