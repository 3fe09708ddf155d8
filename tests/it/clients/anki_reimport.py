"""Imports packages in turn; after the first, every card is learnt. Prints what each import did, as JSON."""

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest


def main():
    steps = []
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        for package in sys.argv[1:]:
            log = col.import_anki_package(
                ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions())
            ).log
            if not steps:
                col.sched.set_due_date(sorted(col.find_cards("")), "5!")
            _, clean = col.fix_integrity()
            notes = [col.get_note(note) for note in sorted(col.find_notes(""))]
            steps.append({
                "new": len(log.new),
                "updated": len(log.updated),
                "clean": clean,
                "texts": "\n".join(text for note in notes for text in note.fields),
                "scheduling": [
                    [note.guid, card.type, card.queue, card.due, card.ivl, card.factor]
                    for note in notes
                    for card in note.cards()
                ],
            })
        col.close()
    print(json.dumps(steps))


main()
