"""Prints the same corpus as a handbook with deckpress and with typst, and tells how the two compare.

    cargo build --release
    python3 benches/peers/paper.py [COUNT ...]       1,000 and 4,000 cards unless told

The pages are set alike: A4, two columns, the fonts, sizes and margins of templates/pdf/handbook.toml. Deckpress has
the documents to read, and a contents list and an index to make; typst gets the finished content in its own markup,
with an outline. A column is as full as what lies between its top and its last line.
"""

import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import corpus
from run import DECKPRESS, FOLDER, ROOT, best, python

TYPST = """
#set document(title: "Handbook")
#set page("a4", columns: 2, margin: (x: 14mm, top: 22mm, bottom: 20mm), footer: context align(right, counter(page).display()))
#set columns(gutter: 8mm)
#set text(font: "Source Sans 3", size: 9.2pt, lang: "en", hyphenate: true)
#set par(leading: 0.5em, spacing: 0.8em)
#set table(stroke: (x, y) => if y == 0 { (bottom: 0.5pt) })
#show raw: set text(font: "Source Code Pro", size: 7.8pt)
#show raw.where(block: true): it => block(fill: luma(240), inset: 4pt, width: 100%, it)
#show heading: set text(fill: rgb("#1f4e8c"))
#outline(depth: 2)
"""
COMPILE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"


def typst(text):
    """The Markdown of the corpus in typst's markup."""
    out = []
    for part in re.split(r"(```.*?```)", text, flags=re.S):
        if part.startswith("```"):
            out.append(part)
            continue
        part = re.sub(r"(?<!`)([#$@<>_~\\])(?!`)", r"\\\1", part) if "`" not in part else part
        part = re.sub(r"\*\*(.+?)\*\*", r"*\1*", part)
        part = re.sub(r"^\* ", "- ", part, flags=re.M)
        out.append(re.sub(r"^\|.*(?:\n\|.*)+", table, part, flags=re.M))
    return "".join(out)


def table(found):
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in found[0].splitlines()]
    cells = ", ".join(f"[{cell}]" for row in rows[:1] + rows[2:] for cell in row)
    return f"#table(columns: {len(rows[0])}, {cells})"


def filled(path):
    """Pages of a document, and how full its columns are but for those of the last page, in shares."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    shares = []
    step = max(1, len(document) // 60)
    for number in range(3, len(document) - 1, step):
        page = document[number].render(scale=0.5).to_pil().convert("L")
        width, height = page.size
        top, bottom = round(height * 22 / 297), round(height * 276 / 297)
        for side in (0, 1):
            column = page.crop((side * width // 2, top, (side + 1) * width // 2, bottom))
            box = column.point(lambda grey: 255 if grey < 200 else 0).getbbox()
            shares.append(box[3] / column.height if box else 0.0)
    return len(document), statistics.median(shares), min(shares)


def main():
    interpreter = python()
    for count in [int(word) for word in sys.argv[1:]] or [1000, 4000]:
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            corpus.write(folder / "documents", count)
            cards = (f"== {typst(question)}\n\n{typst(answer)}" for question, answer in corpus.cards(count))
            (folder / "handbook.typ").write_text(TYPST + "\n= Handbook\n\n" + "\n\n".join(cards), encoding="utf-8")
            build = [DECKPRESS, "build", "documents", "--quiet", "--allow-shrink", "--only", "pdf", "--products", "handbook"]
            tools = [
                ("deckpress", [*build, "--output", "ours"], "ours/handbook.pdf"),
                ("typst", [interpreter, "-c", COMPILE, "handbook.typ", "typst.pdf", ROOT / "templates/pdf/fonts"], "typst.pdf"),
            ]
            print(f"\n| {count:,} cards | wall s | user s | peak MB | pages | pages/s | MB per 1,000 cards | median column | least |")
            print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
            for name, command, made in tools:
                wall, user, peak = best(command, folder)
                pages, median, least = filled(folder / made)
                size = (folder / made).stat().st_size / 1e6 / count * 1000
                print(
                    f"| {name} | {wall:.2f} | {user:.2f} | {peak:.0f} | {pages} | {pages / wall:.0f} "
                    f"| {size:.2f} | {median:.1%} | {least:.1%} |",
                    flush=True,
                )


if __name__ == "__main__":
    # The packages that look at pages are in the environment of the peers.
    if Path(sys.prefix) != FOLDER / "python":
        sys.exit(subprocess.run([python(), __file__, *sys.argv[1:]]).returncode)
    main()
