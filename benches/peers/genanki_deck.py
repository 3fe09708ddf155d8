"""What people write themselves: genanki and Python-Markdown, with `--highlight` also codehilite (Pygments)."""

import sys
from pathlib import Path

import genanki
import markdown

folder, out, *flags = sys.argv[1:]
extensions = ["fenced_code", "tables"] + (["codehilite"] if "--highlight" in flags else [])
converter = markdown.Markdown(extensions=extensions)
model = genanki.Model(
    1607392319, "peer", fields=[{"name": "Question"}, {"name": "Answer"}],
    templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}"}])
decks = []
for number, path in enumerate(sorted(Path(folder).glob("*.md"))):
    title, *sections = path.read_text(encoding="utf-8").split("\n## ")
    deck = genanki.Deck(2059400110 + number, title.strip("# \n"))
    for section in sections:
        question, _, answer = section.partition("\n")
        fields = [converter.reset().convert(question), converter.reset().convert(answer)]
        deck.add_note(genanki.Note(model=model, fields=fields))
    decks.append(deck)
genanki.Package(decks).write_to_file(out)
