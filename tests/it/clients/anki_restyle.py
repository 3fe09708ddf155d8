"""Imports packages in turn and prints the note type after each, as JSON. After the second the user restyles it."""

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest


def main():
    steps = []
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "collection.anki2")
        col = Collection(path)
        for package in sys.argv[1:]:
            log = col.import_anki_package(
                ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions())
            ).log
            # Its own cache does not see what an import does.
            col.models._clear_cache()
            note_type = col.models.by_name("deckpress")
            steps.append({
                "conflicting": len(log.conflicting),
                "note_types": sum(col.models.use_count(each) > 0 for each in col.models.all()),
                "css": note_type["css"],
                "front": note_type["tmpls"][0]["qfmt"],
                "shown": col.get_card(col.find_cards("")[0]).render_output().question_text,
            })
            if len(steps) == 2:
                imported = note_type["mod"]
                note_type["css"] += "/* mine */"
                col.models.update_dict(note_type)
                # The user did this before the builds that follow, whatever the clock says.
                col.db.execute("update notetypes set mtime_secs = ? where id = ?", imported, note_type["id"])
                col.close()
                col = Collection(path)
        col.close()
    print(json.dumps(steps))


main()
