"""Reads the data sets that `diff-data` compares: folders or stored versions."""

import re
from pathlib import Path
from typing import Final

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.loader import read_dataset
from bot.domain.data.serialization import unpack
from bot.releases.startup import DataError, faults_counted, read_files
from bot.storage.database import open_database
from bot.storage.releases import ReleaseStore

_VERSION: Final = re.compile(r"\d{4}\.\d{2}\.\d{2}\.\d+")
_UNNAMED: Final = "0000.00.00.0"


async def read_set(name: str, url: str) -> Catalogue:
    """The data set of a folder or stored version. Raises DataError, StorageError."""
    if _VERSION.fullmatch(name) and not Path(name).is_dir():  # noqa: ASYNC240 - in a shell
        async with open_database(url) as database:
            stored = await ReleaseStore(database).get(name)
        if stored is None:
            raise DataError(f"There is no stored version {name}.")
        try:
            return Catalogue(name, unpack(stored.document))
        except ValueError as error:
            said = f"The stored version {name} is unreadable; choose another one."
            raise DataError(said) from error
    dataset, faults = read_dataset(read_files(Path(name)).yaml)
    if dataset is None:
        raise DataError(f"The data set in {name} has {faults_counted(len(faults))}.", faults)
    return Catalogue(_UNNAMED, dataset)
