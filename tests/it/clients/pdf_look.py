"""Renders pages with PDFium and compares them with references. Prints JSON: what differs, and by how much.

Arguments: a folder of references, `compare` or `renew`, then pages, each as `file.pdf:number`.

A reference is small and grey: a page at a quarter of the width in pixels that it is rendered at, so that a pixel is the
mean of sixteen and tells how much ink lies there, whichever way letters are smoothed. Pages are compared in squares of
`SQUARE` pixels, about two lines of text: what moved, came or went changes the ink of some of them by far more than
another rasteriser does.
"""

import json
import os
import sys

import pypdfium2
from PIL import Image, ImageChops

# Dots to the inch of a reference, and how many dots of the page each stands for in either direction.
DPI, FINE = 24, 4
# Side of a square, and how much its mean may differ, of 255: another rasteriser, Poppler's, differs by up to 8.
SQUARE, MOST = 6, 10
# Shades of grey in a reference.
SHADES = 16


def rendered(path, number):
    page = pypdfium2.PdfDocument(path)[number - 1]
    image = page.render(scale=DPI * FINE / 72, grayscale=True).to_pil()
    width, height = image.width // FINE, image.height // FINE
    return image.convert("L").crop((0, 0, width * FINE, height * FINE)).reduce(FINE)


def shades(image):
    """With few shades: small as a file."""
    step = 255 / (SHADES - 1)
    return image.point(lambda value: round(round(value / step) * step))


def squares(image):
    return image.convert("L").reduce(SQUARE)


def main(folder, verb, *pages):
    said = {}
    for page in pages:
        path, number = page.rsplit(":", 1)
        name = f"{os.path.splitext(os.path.basename(path))[0]}-{number}.png"
        reference = os.path.join(folder, name)
        seen = shades(rendered(path, int(number)))
        if verb == "renew":
            seen.save(reference, optimize=True, bits=4)
        if not os.path.exists(reference):
            said[name] = {"fault": "there is no reference"}
            continue
        with Image.open(reference) as known:
            if known.size != seen.size:
                said[name] = {"fault": f"{seen.size} pixels, and {known.size} in the reference"}
                continue
            difference = ImageChops.difference(squares(known), squares(seen))
        most = difference.getextrema()[1]
        said[name] = {"most": most}
        if most > MOST:
            x, y = max(
                ((x, y) for x in range(difference.width) for y in range(difference.height)),
                key=lambda place: difference.getpixel(place),
            )
            seen.save(os.path.join(os.path.dirname(path), name))
            millimetres = [round((at + 0.5) * SQUARE * 25.4 / DPI) for at in (x, y)]
            said[name]["fault"] = f"differs by {most} of 255, most of all {millimetres} mm from the upper left corner"
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
