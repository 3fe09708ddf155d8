"""Prints as JSON the words of every card of a package, front and back, as Anki makes them, and those of the preview beside
it, as a browser shows them."""

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from browser import address, browser, watched

SAID = "html => { const page = document.createElement('template'); page.innerHTML = html; return page.content.textContent; }"


def words(text):
    return " ".join(text.split())


def anki(package, page):
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions()))
        cards = [col.get_card(card).render_output() for card in col.find_cards("", order="c.due, c.ord")]
        said = [[words(page.evaluate(SAID, side)) for side in (card.question_text, card.answer_text)] for card in cards]
        col.close()
    return said


def preview(path, page):
    page.goto(address(path))
    said = []
    shown = page.frame_locator("#card").locator("#qa")
    for place in range(page.locator("#list li").count()):
        page.locator("#list li button").nth(place).click()
        sides = []
        for turn in range(2):
            # The frame is loaded anew for each side.
            page.wait_for_timeout(100)
            sides.append(words(shown.evaluate("card => card.textContent")))
            page.click("#flip")
        said.append(sides)
    return said


def main():
    package, path = sys.argv[1:]
    with browser() as chromium, watched(chromium, viewport={"width": 1280, "height": 900}) as (page, faults):
        print(json.dumps({"anki": anki(package, page), "preview": preview(path, page), "faults": faults}))


main()
