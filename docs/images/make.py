"""Makes the pictures of the README and of paper.md from what a build of `source/` wrote.

    cargo run --release -- build --products cheatsheet,handbook,cards
    target/clients/python/bin/python docs/images/make.py

The environment is the one that the tests make; LibreOffice shows the review sheet.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
import pypdfium2
from PIL import Image, ImageChops

IMAGES = Path(__file__).resolve().parent
ROOT = IMAGES.parent.parent
OUTPUT = ROOT / "output"
sys.path.insert(0, str(ROOT / "tests/it/clients"))

from browser import address, browser  # noqa: E402

# A card with much of what a card may have, and what also finds some others.
CARD = "When do threads deadlock"
SEARCH = "thread"


def main():
    pages("page.png", "cheatsheet.pdf", [1], 100)
    pages("cheatsheet.png", "cheatsheet.pdf", [1, 2], 75)
    pages("handbook.png", "handbook.pdf", [1, 12], 80)
    pages("cards.png", "cards.pdf", [1, 2], 80)
    review_sheet(OUTPUT / "review.xlsx")
    with browser() as chromium:
        card(chromium)
        preview(chromium)


def pages(name, product, numbers, dots_per_inch):
    """Pages of a product beside each other."""
    document = pypdfium2.PdfDocument(OUTPUT / product)
    pictures = [document[number - 1].render(scale=dots_per_inch / 72).to_pil() for number in numbers]
    width, height = pictures[0].size
    gap = 10 if len(pictures) > 1 else 0
    all_pages = Image.new("RGB", (width * len(pictures) + gap * (len(pictures) - 1), height), "lightgrey")
    for at, picture in enumerate(pictures):
        all_pages.paste(picture, (at * (width + gap), 0))
    keep(all_pages, name)


def keep(picture, name):
    """Few colours make small files."""
    picture.convert("RGB").quantize(128, kmeans=4, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)


def shown(what, name, **options):
    keep(Image.open(io.BytesIO(what.screenshot(**options))), name)


def card(chromium):
    """One card as a phone shows it, by day and by night, side by side."""
    sides = []
    for night in (False, True):
        page = chromium.new_page(viewport={"width": 1300, "height": 1100})
        page.goto(address(OUTPUT / "preview.html"))
        page.fill("#search", CARD)
        page.locator("h1").click()
        if night:
            page.keyboard.press("t")
        page.keyboard.press("Space")
        page.frame_locator("#card").locator("#answer").wait_for(state="attached")
        page.wait_for_timeout(500)
        sides.append(page.locator("#card").screenshot())
        page.close()
    pictures = [Image.open(io.BytesIO(side)) for side in sides]
    width, height = pictures[0].size
    both = Image.new("RGB", (2 * width + 12, height), "white")
    for at, picture in enumerate(pictures):
        both.paste(picture, (at * (width + 12), 0))
    keep(both, "card.png")


def preview(chromium):
    page = chromium.new_page(viewport={"width": 1180, "height": 760})
    page.goto(address(OUTPUT / "preview.html"))
    page.fill("#search", SEARCH)
    page.locator("#list button", has_text=CARD).click()
    page.locator("h1").click()
    page.keyboard.press("Space")
    page.wait_for_timeout(500)
    shown(page, "preview.png")
    page.close()


def review_sheet(path):
    """Some rows of the workbook in the middle of a review, as LibreOffice shows them."""
    book = openpyxl.load_workbook(path)
    rows = book["review"]
    places = {cell.value: cell.column for cell in rows[1]}
    said = {"What does `match` do that": "approved", "Why does `case NOT_FOUND": "rejected"}
    reviews = {}
    for row in range(2, rows.max_row + 1):
        question = rows.cell(row, places["question"]).value or ""
        found = [review for start, review in said.items() if question.startswith(start)]
        is_open = rows.cell(row, places["status"]).value == "open"
        if found or is_open and "" not in reviews.values():
            reviews[row] = found[0] if found else ""
    for row in range(rows.max_row, 1, -1):
        if row not in reviews:
            rows.row_dimensions[row].hidden = True
        elif reviews[row]:
            rows.cell(row, places["review"]).value = reviews[row]
    for name in ("tags", "companies", "same_as", "flags", "comment"):
        rows.column_dimensions[openpyxl.utils.get_column_letter(places[name])].hidden = True
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder, "review.xlsx"))
        subprocess.run(
            ["soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
            + ["--outdir", folder, Path(folder, "review.xlsx")],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        page = pypdfium2.PdfDocument(Path(folder, "review.pdf"))[0].render(scale=2).to_pil()
    white = Image.new("RGB", page.size, "white")
    left, top, right, bottom = ImageChops.difference(page.convert("RGB"), white).getbbox()
    keep(page.crop((left - 8, top - 8, right + 8, bottom + 8)), "review.png")


main()
