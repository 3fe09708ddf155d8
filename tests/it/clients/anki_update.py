"""Imports packages and text files one after the other into one collection and prints, after each, what the user has, as JSON.

After the first import a user studies, writes, tags, restyles and renames: all of it must outlive the imports that follow.
"""

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportCsvRequest

STYLE = "/* mine */"


def holdings(col):
    notes = {}
    for note_id in col.find_notes(""):
        note = col.get_note(note_id)
        notes[note.guid] = {
            "id": note.id,
            "mod": note.mod,
            "type": note.note_type()["name"],
            "tags": note.tags,
            "fields": dict(note.items()),
            "cards": [
                [card.id, col.decks.name(card.did), card.type, card.queue, card.due, card.ivl, card.factor, card.reps,
                 card.ord, col.db.scalar("select count() from revlog where cid = ?", card.id)]
                for card in note.cards()
            ],
        }
    return notes


def study(col):
    built = col.db.scalar("select max(mod) from notes")
    cards = sorted(col.find_cards(""))
    col.sched.set_due_date(cards[:3], "5!")
    root = col.decks.name(col.get_card(cards[0]).did).split("::")[0]
    col.decks.set_current(col.decks.id_for_name(root))
    for _ in range(2):
        if card := col.sched.getCard():
            card.start_timer()
            col.sched.answerCard(card, 3)
    for note_id in col.find_notes(""):
        note = col.get_note(note_id)
        note["My Notes"] = f"remember {note.guid}"
        note.tags.append("mine")
        col.update_note(note)
    if note_type := col.models.by_name("deckpress"):
        note_type["css"] += STYLE
        col.models.rename_field(note_type, note_type["flds"][6], "Verweise")
        col.models.update_dict(note_type)
    # The user did this after the first build and before the next one, whatever the clock says.
    col.db.execute("update notes set mod = ?", built + 10)


def imported(col, path):
    if path.endswith(".txt"):
        # As Anki's window does where nobody changes a setting.
        metadata = col.get_csv_metadata(path=path, delimiter=None)
        return col.import_csv(ImportCsvRequest(path=path, metadata=metadata)).log
    request = ImportAnkiPackageRequest(package_path=path, options=ImportAnkiPackageOptions())
    return col.import_anki_package(request).log


def main():
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        steps = []
        for path in sys.argv[1:]:
            log = imported(col, path)
            # Its own cache does not see what an import does.
            col.models._clear_cache()
            if not steps and col.note_count():
                study(col)
            _, clean = col.fix_integrity()
            steps.append({
                "new": len(log.new),
                "updated": len(log.updated),
                "duplicate": len(log.duplicate),
                "conflicting": len(log.conflicting),
                "without_note_type": len(log.missing_notetype),
                "notes": holdings(col),
                "clean": clean,
                "empty_cards": len(col.get_empty_cards().notes),
                "note_types": sorted(
                    [note_type["id"], note_type["name"]]
                    for note_type in col.models.all()
                    if col.models.use_count(note_type)
                ),
                "styled": (col.models.by_name("deckpress") or {"css": ""})["css"].endswith(STYLE),
                "media_files": sorted(path.name for path in Path(col.media.dir()).iterdir()),
                "decks": sorted(deck.name for deck in col.decks.all_names_and_ids()),
            })
        col.close()
    print(json.dumps(steps))


main()
