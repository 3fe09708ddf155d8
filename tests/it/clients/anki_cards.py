"""Imports a package into a fresh collection and prints all that Anki makes of it, as JSON."""

import json
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

VOID = {"br", "hr", "img"}


class Texts(HTMLParser):
    """The text of each element that a reader takes as one piece."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.pieces = []
        self.attributes = []
        self.feed(html)
        self.close()
        assert not self.open, f"left open: {self.open}\n{html}"

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag in VOID:
            return
        piece = None
        if tag in {"p", "code", "a", "summary", "li", "td", "th"} or ("class", "question") in attrs or ("class", "text") in attrs:
            piece = {"tag": tag, "text": ""}
            self.pieces.append(piece)
        self.open.append((tag, piece))

    def handle_endtag(self, tag):
        opened, _ = self.open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data):
        for _, piece in self.open:
            if piece:
                piece["text"] += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")


def card_report(card):
    output = card.render_output()
    question, answer = Texts(output.question_text), Texts(output.answer_text)
    return {
        "guid": card.note().guid,
        "deck": card.col.decks.name(card.did),
        "due": card.due,
        "type": card.type,
        "queue": card.queue,
        "template": card.template()["name"],
        "note_type": card.note().mid,
        "fields": card.note().items(),
        "question": output.question_text,
        "answer": output.answer_text,
        "sounds": len(output.question_av_tags) + len(output.answer_av_tags),
        "front": [piece["text"] for piece in question.pieces],
        "back": answer.pieces,
        "tags": sorted({tag for tag, _, _ in answer.attributes}),
        "attributes": answer.attributes,
    }


DERIVED = "select guid, sfld, csum, tags from notes order by guid"


def derived_in(package):
    """What the package itself says: an import derives it anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = zipfile.ZipFile(package).extract("collection.anki2", folder)
        with closing(sqlite3.connect(path)) as database:
            return database.execute(DERIVED).fetchall()


def reversed_cards(col):
    """What a user gets who asks for reverse cards."""
    for note_id in col.find_notes(""):
        note = col.get_note(note_id)
        if "Reverse" in note:
            note["Reverse"] = "y"
            col.update_note(note)
    return [card_report(col.get_card(card_id)) for card_id in col.find_cards("card:Reverse")]


def main():
    package = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        log = col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        ).log
        media = col.media.check()
        problems, clean = col.fix_integrity()
        # Saving a note makes Anki derive its sort field and checksum anew.
        for note_id in col.find_notes(""):
            col.update_note(col.get_note(note_id))
        report = {
            "new": len(log.new),
            "notes": col.note_count(),
            "cards": [card_report(col.get_card(card_id)) for card_id in col.find_cards("", order="c.due")],
            "decks": [
                {"name": deck["name"], "description": deck["desc"], "options": deck["conf"]}
                for deck in col.decks.all()
            ],
            "note_types": [note_type["name"] for note_type in col.models.all() if note_type["id"] > 10**12 and
                           note_type["name"].startswith("deckpress")],
            "media_missing": list(media.missing),
            "media_unused": list(media.unused),
            "media_files": sorted(path.name for path in Path(col.media.dir()).iterdir()),
            "problems": problems,
            "clean": clean,
            "derived_by_us": derived_in(package),
            "derived_by_anki": col.db.all(DERIVED),
            "css": (col.models.by_name("deckpress") or {}).get("css"),
            "empty_cards": len(col.get_empty_cards().notes),
        }
        report["reversed"] = reversed_cards(col) if report["notes"] else []
        col.close()
    print(json.dumps(report))


main()
