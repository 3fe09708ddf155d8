"""Chooses cards of a package so that every field and every construct of the deck is among them, the same ones each time,
and prints as JSON which, and what none of them shows.

With a folder as the second argument it also shows them there, unfolded, as pictures to look at: on a phone and on a
desktop, by day and by night. Maths stays TeX, since MathJax is Anki's.

    target/clients/python/bin/python tests/it/clients/card_sheets.py output/deck.apkg sheets
"""

import json
import random
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from browser import browser, watched

COUNT = 30
SEED = 390
WIDTHS = {"phone": 390, "desktop": 760}
A_SHEET = 6

CARD = """<!doctype html><html class="{html}"><head><meta charset="utf-8"><style>{css}</style></head>
<body class="card card1 {night}"><div id="qa">{body}</div></body></html>"""
SHEET = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 8px; display: flex; gap: 8px; align-items: flex-start; background: #777; }} iframe {{ border: 0; flex: none; }}
</style>{frames}"""


class Constructs(HTMLParser):
    """The elements of a card, with their classes and those around them where that makes a difference."""

    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        classes = dict(attrs).get("class") or ""
        self.found |= {tag, *(f"{tag}.{each}" for each in classes.split())}


def shows(card):
    """What a card has to be looked at for."""
    note = card.note()
    found = Constructs(card.render_output().answer_text).found
    found |= {f"field {name}" for name, html in note.items() if html}
    found |= {f"template {card.template()['name']}"}
    # One language of code is as good as the next.
    return {each for each in found if not each.startswith("code.language-")}


def chosen(col):
    """So many cards, and what no card of them shows."""
    cards = [col.get_card(card) for card in col.find_cards("", order="c.due, n.guid, c.ord")]
    random.Random(SEED).shuffle(cards)
    shown = [(card, shows(card)) for card in cards]
    missing = set().union(*(what for _, what in shown))
    picked = []
    while missing and shown and len(picked) < COUNT:
        best = max(range(len(shown)), key=lambda place: (len(shown[place][1] & missing), -place))
        card, what = shown.pop(best)
        picked.append(card)
        missing -= what
    picked += [card for card, _ in shown[: COUNT - len(picked)]]
    return picked, missing


def pictures(cards, media, folder):
    """Sheets of so many cards side by side."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for device, width in WIDTHS.items():
            for night in ["", "nightMode"]:
                for sheet in range(0, len(cards), A_SHEET):
                    frames = []
                    with watched(chromium, viewport={"width": width, "height": 400}) as (page, _):
                        for place, card in enumerate(cards[sheet : sheet + A_SHEET]):
                            output = card.render_output()
                            file = media / f"_card{place}.html"
                            html = "night-mode" if night else ""
                            body = output.answer_text.replace("<details", "<details open")
                            text = CARD.format(html=html, css=output.css, night=night, body=body)
                            file.write_text(text, encoding="utf-8")
                            page.goto(file.as_uri())
                            height = page.evaluate("document.documentElement.scrollHeight")
                            frames.append(f'<iframe src="{file.name}" width="{width}" height="{height}"></iframe>')
                    total = (width + 8) * len(frames) + 8
                    with watched(chromium, viewport={"width": total, "height": 400}) as (page, _):
                        file = media / "_sheet.html"
                        file.write_text(SHEET.format(frames="".join(frames)), encoding="utf-8")
                        page.goto(file.as_uri())
                        name = f"{device}-{'night' if night else 'day'}-{sheet // A_SHEET + 1}.png"
                        page.screenshot(path=str(folder / name), full_page=True)


def main():
    with tempfile.TemporaryDirectory() as place:
        col = Collection(str(Path(place) / "collection.anki2"))
        request = ImportAnkiPackageRequest(package_path=sys.argv[1], options=ImportAnkiPackageOptions())
        col.import_anki_package(request)
        cards, missing = chosen(col)
        if len(sys.argv) > 2:
            pictures(cards, Path(col.media.dir()), Path(sys.argv[2]))
        told = [f"{card.note().guid} {card.ord}" for card in cards]
        print(json.dumps({"cards": told, "missing": sorted(missing)}))
        col.close()


main()
