"""Checks PDFs against those points of the Matterhorn Protocol 1.02 (PDF/UA-1) that a machine can check without drawing.

Prints for each file a list of what fails, each with the number of its point.
"""

import json
import re
import sys

import pikepdf

STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody "
    "Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Figure Formula Form".split()
)
KIDS = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")


class Check:
    def __init__(self, pdf):
        self.pdf = pdf
        self.failed = []
        self.level = 0
        self.ids = set()
        self.in_links = set()
        self.pieces = {}

    def fail(self, point, what):
        self.failed.append(f"{point}: {what}")

    def document(self):
        root = self.pdf.Root
        if self.pdf.is_encrypted:
            self.fail("26-001", "encrypted")
        if not root.get("/MarkInfo", {}).get("/Marked"):
            self.fail("06-002", "not marked as tagged")
        if not LANGUAGE.match(str(root.get("/Lang", ""))):
            self.fail("11-001", f"language {root.get('/Lang')}")
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
            self.fail("07-001", "the title is not shown")
        if "/Metadata" not in root:
            return self.fail("06-001", "no metadata")
        metadata = self.pdf.open_metadata()
        if str(metadata.get("pdfuaid:part")) != "1":
            self.fail("06-002", "not said to be PDF/UA")
        if not metadata.get("dc:title"):
            self.fail("06-003", "no title")
        for key in ("OCProperties", "AcroForm"):
            if f"/{key}" in root:
                self.fail("20-001", key)

    def element(self, node, parent):
        role = str(node.S)[1:]
        if role not in STANDARD:
            self.fail("02-001", role)
        if role in PARENTS and parent not in PARENTS[role] or parent in KIDS and role not in KIDS[parent]:
            self.fail("09-004", f"{role} in {parent}")
        if role in ("Figure", "Formula") and not str(node.get("/Alt", node.get("/ActualText", ""))):
            self.fail("13-004" if role == "Figure" else "17-002", f"{role} without words")
        if re.fullmatch("H[1-6]", role):
            if int(role[1]) > self.level + 1:
                self.fail("14-003", f"{role} after H{self.level}")
            self.level = int(role[1])
        if role == "TH" and "/Scope" not in node.get("/A", {}):
            self.fail("15-003", "a head without scope")
        if role == "Note":
            if str(node.get("/ID", "")) in self.ids | {""}:
                self.fail("19-003", f"note {node.get('/ID')}")
            self.ids.add(str(node.get("/ID", "")))
        if "/Lang" in node and not LANGUAGE.match(str(node.Lang)):
            self.fail("11-001", f"language {node.Lang}")
        kids = node.get("/K", [])
        cells = []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                self.pieces.setdefault(node.Pg.objgen, []).append(kid)
            elif kid.get("/Type") == "/MCR":
                self.pieces.setdefault(kid.get("/Pg", node.get("/Pg")).objgen, []).append(int(kid.MCID))
            elif kid.get("/Type") == "/OBJR":
                if role != "Link":
                    self.fail("28-011", f"an annotation in {role}")
                self.in_links.add(kid.Obj.objgen)
            else:
                cells.append(self.element(kid, role))
        if role == "Table" and len({row for row in cells}) > 1:
            self.fail("15-005", f"rows of {sorted(set(cells))} cells")
        return len(cells)

    def page(self, page, number):
        if page.get("/Tabs") != "/S":
            self.fail("28-009", f"page {number}")
        for annotation in page.get("/Annots", []):
            if annotation.Subtype != "/Link":
                self.fail("28-002", str(annotation.Subtype))
            if annotation.objgen not in self.in_links:
                self.fail("28-011", f"page {number}")
            if not str(annotation.get("/Contents", "")):
                self.fail("28-012", f"page {number}")
        said, stack = [], []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                tag = str(operands[0])
                if tag == "/Artifact" and "tagged" in stack:
                    self.fail("01-003", f"page {number}")
                has_number = name == "BDC" and "/MCID" in operands[1]
                if has_number and stack:
                    self.fail("01-004", f"page {number}")
                if has_number:
                    said.append(int(operands[1].MCID))
                stack.append("artifact" if tag == "/Artifact" else "tagged" if has_number else "span")
            elif name == "EMC":
                stack.pop()
            elif name in ("TJ", "Tj", "f", "S", "B", "Do") and not {"artifact", "tagged"} & set(stack):
                self.fail("01-005", f"{name} on page {number}")
        if stack:
            self.fail("01-005", f"marked content is left open on page {number}")
        if sorted(said) != sorted(self.pieces.get(page.objgen, [])):
            self.fail("01-005", f"page {number} and the tree disagree")

    def font(self, font):
        name = str(font.get("/BaseFont"))
        descendant = font.DescendantFonts[0]
        descriptor = descendant.FontDescriptor
        if not {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            self.fail("31-009", name)
        if descendant.Subtype == "/CIDFontType2" and "/CIDToGIDMap" not in descendant:
            self.fail("31-004", name)
        if font.Encoding != "/Identity-H":
            self.fail("31-005", name)
        if "/ToUnicode" not in font:
            return self.fail("31-027", name)
        codes = re.findall(rb"<[0-9A-Fa-f]{4}>\s*<([0-9A-Fa-f]*)>", font.ToUnicode.read_bytes())
        for code in codes:
            text = bytes.fromhex(code.decode()).decode("utf-16-be")
            if not text or {"\0", "\ufeff", "\ufffe"} & set(text):
                self.fail("31-028", f"{name} {code}")

    def all(self):
        self.document()
        tree = self.pdf.Root.StructTreeRoot
        self.element(tree.K, None)
        fonts = {}
        for number, page in enumerate(self.pdf.pages, 1):
            self.page(page, number)
            fonts.update({str(font.BaseFont): font for font in page.Resources.get("/Font", {}).values()})
        for font in fonts.values():
            self.font(font)
        return self.failed


def main(paths):
    said = {}
    for path in paths:
        with pikepdf.open(path) as pdf:
            said[path] = Check(pdf).all()
    json.dump(said, sys.stdout)


main(sys.argv[1:])
