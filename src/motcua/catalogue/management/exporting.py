"""``motcua catalogue`` export, pack, load: the catalogue leaves, or comes in."""

from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path

from tqdm import tqdm

from motcua.catalogue.commands import load_pack
from motcua.catalogue.national.indexing import load_index
from motcua.catalogue.opendata.keeping import write
from motcua.catalogue.opendata.queries import Format, export, size_on
from motcua.catalogue.packing import Packed, size_of_pack, write_pack


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


def pack(out: Path, *, quiet: bool) -> Packed:
    """Write the procedures as a pack, with a progress bar on a terminal.

    :raises FolderNotEmpty: if something is in the folder already.
    :raises OSError: if it cannot be written.
    """
    with tqdm(total=size_of_pack(), unit="", disable=quiet or None) as bar:
        return write_pack(out, bar.update)


def load(path: Path, now: datetime) -> dict[str, int]:
    """Publish the procedures of a pack, and take its entries; say what is new.

    :raises PackError: if one of its files is wrong; then nothing is published.
    :raises Unreadable: if its index of entries is damaged.
    """
    pack = str(path.resolve())
    loaded = load_pack(pack=pack, now=now)
    report = load_index(pack=pack, now=now)
    return {
        "published": len(loaded.published),
        "unchanged": len(loaded.unchanged),
        "kept": len(loaded.kept),
        "entries": report.counts["added"] if report else 0,
    }
