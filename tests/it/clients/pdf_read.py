"""Reads a PDF with qpdf and PDFium and says what they see, as JSON."""

import json
import sys

import pikepdf
import pypdfium2
from pypdfium2 import raw


def problems(pdf):
    return pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else pdf.check()


def outline(pdf):
    pages = {page.objgen: index for index, page in enumerate(pdf.pages)}

    def items(nodes, level):
        for node in nodes:
            page = pages.get(node.destination[0].objgen)
            yield {"title": node.title, "level": level, "page": page, "top": float(node.destination[3])}
            yield from items(node.children, level + 1)

    with pdf.open_outline() as tree:
        return list(items(tree.root, 0))


def fonts(pdf):
    found = {}
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            descendant = font.DescendantFonts[0]
            descriptor = descendant.FontDescriptor
            found[str(font.BaseFont)[1:]] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    return found


def links(pdf, page):
    pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
    for annotation in page.get("/Annots", []):
        yield {
            "uri": str(annotation.A.URI) if "/A" in annotation else None,
            "page": pages[annotation.Dest[0].objgen] if "/Dest" in annotation else None,
            "border": [float(side) for side in annotation.Border],
            "contents": str(annotation.Contents),
            "in_tree": "/StructParent" in annotation,
        }


def structure(pdf):
    """The tree of structure: a list of role, alternative text and kids; a kid that is a number is marked content."""

    def element(node, page):
        page = node.get("/Pg", page)
        kids = node.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        return [str(node.S)[1:], str(node.get("/Alt", "")), [kid(inner, page) for inner in kids]]

    def kid(inner, page):
        if isinstance(inner, int):
            return [numbers[page.objgen], inner]
        if inner.get("/Type") == "/MCR":
            return [numbers[inner.Pg.objgen], int(inner.MCID)]
        if inner.get("/Type") == "/OBJR":
            return "link"
        return element(inner, page)

    numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}
    return element(pdf.Root.StructTreeRoot.K, None)


def marked(pdf):
    """The numbers of marked content on each page, and how much is neither marked nor decoration."""
    pages = []
    for page in pdf.pages:
        said, stack, bare = [], [], 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                number = operands[1].get("/MCID") if name == "BDC" else None
                stack.append(str(operands[0]) == "/Artifact" or number is not None)
                if number is not None:
                    said.append(int(number))
            elif name == "EMC":
                stack.pop()
            elif name in ("TJ", "Tj", "f", "S", "Do", "re") and not any(stack):
                bare += 1
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = next(parents[at + 1] for at in range(0, len(parents), 2) if parents[at] == page.StructParents)
        pages.append({"numbers": said, "bare": bare, "owners": len(owners)})
    return pages


def notdefs(pdf):
    """How many times glyph zero is shown."""
    count = 0
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) != "TJ":
                continue
            for item in operands[0]:
                if isinstance(item, pikepdf.String):
                    codes = bytes(item)
                    count += sum(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2))
    return count


def inked_box(text):
    """The box around every character that leaves a mark: left, bottom, right, top."""
    box = None
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code == 0 or raw.FPDFText_IsGenerated(text, index) or chr(code).isspace():
            continue
        left, bottom, right, top = text.get_charbox(index)
        if right <= left or top <= bottom:
            continue
        box = box or [left, bottom, right, top]
        box = [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]
    return box


def drawn(pdf):
    """The pictures that pages may draw: kind, width and height in pixels, whether parts are clear."""
    found = set()
    for page in pdf.pages:
        for picture in page.Resources.XObject.values():
            size = (int(picture.Width), int(picture.Height)) if picture.Subtype == "/Image" else (0, 0)
            found.add((str(picture.Subtype)[1:], *size, "/SMask" in picture))
    return sorted(found)


def main(path):
    with pikepdf.open(path) as pdf:
        said = {
            "problems": problems(pdf),
            "version": pdf.pdf_version,
            "lang": str(pdf.Root.Lang),
            "title": str(pdf.docinfo["/Title"]),
            "xmp_title": str(pdf.open_metadata().get("dc:title")),
            "created": str(pdf.docinfo["/CreationDate"]),
            "outline": outline(pdf),
            "fonts": fonts(pdf),
            "notdefs": notdefs(pdf),
            "links": [list(links(pdf, page)) for page in pdf.pages],
            "drawn": drawn(pdf),
            "structure": structure(pdf),
            "marked": marked(pdf),
        }
    document = pypdfium2.PdfDocument(path)
    said["pages"] = []
    for page in document:
        text = page.get_textpage()
        said["pages"].append({"size": page.get_size(), "text": text.get_text_range(), "box": inked_box(text)})
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
