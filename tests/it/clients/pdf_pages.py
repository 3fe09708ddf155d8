"""Reads products as strangers do, and compares with what was to be printed. Prints JSON.

Arguments: a file of what was to be printed, then PDF files. The former is JSON: for each note its short id, its question
and the pieces of its answer by product, each piece either words or lines of code.

pdfplumber (pdfminer) gives every glyph with its text, in the order of the page and with the element that it belongs to;
PDFium gives the text that it copies, and where each glyph leaves ink; qpdf gives links, outline and fonts.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict

import pdfplumber
import pikepdf
import pypdfium2
from pypdfium2 import raw

import pdf_read

# What no page shows as such: spaces, the hyphens of line ends, signs that only choose how another one looks.
SILENT = re.compile("[\\s\u00ad\u0002\ufffe\ufffd\ufe0e\ufe0f\u200b\u2060]+")
# So much may stand between two pieces of one text: a label, a box, a running head whose text is spelled out; where
# readers do not tell content from decoration, also a foot and a head of a page.
BESIDE = {"pdfplumber": 120, "pdfium": 400}
# Difficulty and companies of a question are not longer.
FACTS = 200
# A text that is cut says so.
GOES_ON = "…goeson"
# So far is it from the edge of the page to the first ink, in points.
MARGIN = 10 * 72 / 25.4


def squeezed(text):
    return SILENT.sub("", unicodedata.normalize("NFC", text))


def without_hyphens(text):
    """PDFium takes each hyphen at the end of a line for one that the line put in."""
    return squeezed(text).replace("-", "")


class Stream:
    """All text of a product without its spaces, and for pdfplumber where each character stands."""

    def __init__(self, reader, text, spaces=None, bare=squeezed):
        self.reader, self.text, self.spaces, self.bare = reader, text, spaces, bare
        self.found = self.wanted = self.lines = self.unknown = 0
        self.lost, self.dented = [], []

    def take(self, piece, at):
        """Looks for `piece` from `at` on; where it ends."""
        if "set" in piece:
            # A formula or a picture: how it reads is not known, but about how long it is.
            self.unknown += 2 * piece["set"]
            return at
        if "code" in piece:
            for line in piece["code"]:
                start, at = self.words(line.lstrip(" "), at)
                if self.spaces and start is not None:
                    self.lines += 1
                    if self.spaces[start] != len(line) - len(line.lstrip(" ")):
                        self.dented.append(line)
            return at
        return self.words(piece["words"], at)[1]

    def before(self, piece, at):
        """Looks for a question before `at`, where its short id stands: its facts may stand between them."""
        self.unknown = FACTS
        self.take(piece, max(0, at - FACTS - len(piece.get("words", ""))))

    def words(self, words, at):
        words = self.bare(words)
        self.wanted += len(words)
        if not words:
            return None, at
        beside = BESIDE[self.reader] + self.unknown
        start = self.text.find(words, at, at + len(words) + beside)
        if start >= 0:
            self.unknown = 0
            self.found += len(words)
            return start, start + len(words)
        # Something stands in the middle of it: the end of a page, most often. The parts before and behind it count.
        length = 0
        while length < len(words):
            step = len(words) - length
            while step and (next_at := self.text.find(words[length : length + step], at, at + step + beside)) < 0:
                step //= 2
            if step < min(3, len(words) - length):
                self.lost.append(words[length : length + 60])
                return None, at
            while length + step < len(words) and self.text[next_at + step : next_at + step + 1] == words[length + step]:
                step += 1
            if length == 0:
                start = next_at
            self.found += step
            length, at = length + step, next_at + step
        self.unknown = 0
        return start, at

    def said(self):
        return {
            "reader": self.reader,
            "wanted": self.wanted,
            "found": self.found,
            "lost": self.lost[:8],
            "lines": self.lines,
            "dented": self.dented[:8],
        }


def by_pdfplumber(path):
    """What is no decoration, character by character, and how many spaces stand before each on its line."""
    text, spaces = [], []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            before, line = 0, None
            for char in page.chars:
                # It knows the innermost mark only: behind a span with a text of its own, none.
                if char["tag"] == "Artifact":
                    continue
                if line is None or abs(char["bottom"] - line) > 1:
                    before, line = 0, char["bottom"]
                if char["text"].isspace():
                    before += 1
                    continue
                for one in squeezed(char["text"]):
                    text.append(one)
                    spaces.append(before)
                before = 0
            page.close()
    return Stream("pdfplumber", "".join(text), spaces)


def ink(page):
    """Where each glyph leaves ink, as left, bottom, right, top, its base line and its character."""
    text = page.get_textpage()
    x, y = raw.c_double(), raw.c_double()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code == 0 or raw.FPDFText_IsGenerated(text, index) == 1 or chr(code).isspace():
            continue
        box = text.get_charbox(index)
        if box[2] > box[0] and box[3] > box[1]:
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            yield (*box, y.value, chr(code))


def may_touch(char):
    """Accents stand over letters, and what boxes are drawn with joins the line above."""
    return unicodedata.combining(char) or "\u2500" <= char <= "\u259f"


def overlaps(glyphs):
    """Pairs of characters of different lines that share more than a sixth of the smaller one's box."""
    cells = defaultdict(list)
    for glyph in glyphs:
        for column in range(int(glyph[0] // 12), int(glyph[2] // 12) + 1):
            for row in range(int(glyph[1] // 12), int(glyph[3] // 12) + 1):
                cells[column, row].append(glyph)
    found = set()
    for cell in cells.values():
        for index, a in enumerate(cell):
            for b in cell[index + 1 :]:
                if abs(a[4] - b[4]) < 1 or any(map(may_touch, (a[5], b[5]))):
                    continue
                width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                if width <= 0 or height <= 0:
                    continue
                least = min((one[2] - one[0]) * (one[3] - one[1]) for one in (a, b))
                if width * height > least / 6:
                    found.add((round(a[0]), round(a[1]), a[5], b[5]))
    return sorted(found)


def by_pdfium(path):
    text, outside, crossed = [], [], []
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        text.append(page.get_textpage().get_text_range())
        glyphs = list(ink(page))
        for left, bottom, right, top, _, char in glyphs:
            if left < MARGIN or bottom < MARGIN or right > width - MARGIN or top > height - MARGIN:
                outside.append([number, char, left, bottom])
        crossed.extend([number, *pair] for pair in overlaps(glyphs))
    stream = Stream("pdfium", without_hyphens("".join(text)), bare=without_hyphens)
    return stream, outside, crossed


def compare(stream, notes, product):
    """Looks for what each note has in this product, behind its short id."""
    for note in notes:
        at = -1
        for pieces in note[product]:
            at = stream.text.find(note["id"], at + 1)
            end = at + len(note["id"])
            if at < 0:
                stream.wanted += len(note["id"])
                stream.lost.append(note["id"])
                break
            if product != "cards":
                stream.before(note["question"], at)
            length = sum(len(squeezed("".join(piece.get("code", piece.get("words", ""))))) for piece in pieces)
            if product == "cards" and GOES_ON in stream.text[end : end + length + BESIDE["pdfplumber"]]:
                continue
            stream.unknown = 0
            for piece in pieces:
                end = stream.take(piece, end)


def targets(pdf):
    """Where links and the outline lead: how many of them, and those that lead nowhere."""
    outline = pdf_read.outline(pdf)
    links = [link for page in pdf.pages for link in pdf_read.links(pdf, page)]
    lost = [item["title"] for item in outline if item["page"] is None or item["top"] is None]
    lost += [link for link in links if not link["uri"] and link["page"] is None]
    return {"outline": len(outline), "links": len(links), "lost": lost}


def main(wanted, *paths):
    with open(wanted, encoding="utf-8") as file:
        notes = json.load(file)
    said = {}
    for path in paths:
        product = re.sub(r".*[\\/]|\.pdf$", "", path)
        streams = [by_pdfplumber(path)]
        stream, outside, crossed = by_pdfium(path)
        streams.append(stream)
        for stream in streams:
            compare(stream, notes, product)
        with pikepdf.open(path) as pdf:
            said[product] = {
                "pages": len(pdf.pages),
                "problems": pdf_read.problems(pdf),
                "streams": [stream.said() for stream in streams],
                "outside": outside[:8],
                "overlaps": crossed[:8],
                "targets": targets(pdf),
                "fonts": pdf_read.fonts(pdf),
                "notdefs": pdf_read.notdefs(pdf),
            }
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
