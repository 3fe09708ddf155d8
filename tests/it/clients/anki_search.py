"""Imports a package, then prints for each line of the second file the short ids of the notes that this search finds, as JSON."""

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest


def main():
    package, searches = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        col.import_anki_package(
            ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions())
        )
        found = [
            sorted(col.get_note(note)["Short ID"] for note in col.find_notes(search))
            for search in Path(searches).read_text(encoding="utf-8").splitlines()
        ]
        col.close()
    print(json.dumps(found))


main()
