"""Shows the cards of a package as Anki makes them, on a narrow phone by day and by night, and prints as JSON what
does not fit, what can hardly be read, and what a card does that it should not."""

import itertools
import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from browser import browser, watched

WIDTH = 320

# What is wider than the page; text whose contrast is low, by WCAG 2.2, 1.4.3; what can act or load.
LOOK = """() => {
  for (const each of document.querySelectorAll('details')) each.open = true;
  const name = (node) => node.outerHTML.slice(0, 120);
  const wide = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) wide.push(`the page is ${page.scrollWidth} wide`);
  const scrolls = (node) => node && (['auto', 'scroll', 'hidden'].includes(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
  for (const node of document.body.querySelectorAll('*')) {
    const box = node.getBoundingClientRect();
    if (box.right > page.clientWidth + 1 && !scrolls(node.parentElement)) wide.push(name(node));
  }
  const parse = (colour) => (colour.match(/[\\d.]+/g) ?? [0, 0, 0]).map(Number);
  const linear = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const node = walker.currentNode.parentElement;
    if (!text || ['STYLE', 'SCRIPT'].includes(node.tagName)) continue;
    const [one, other] = [luminance(parse(getComputedStyle(node).color)), luminance(behind(node))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) faint.set(`${node.tagName}.${node.className}`, contrast);
  }
  const active = [];
  for (const node of document.getElementById('qa').querySelectorAll('*')) {
    const parts = ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'INPUT', 'BUTTON', 'META', 'LINK', 'BASE', 'STYLE', 'SVG', 'MATH', 'TEMPLATE', 'VIDEO', 'AUDIO'];
    if (parts.includes(node.tagName.toUpperCase())) active.push(name(node));
    for (const attribute of node.attributes) {
      const value = attribute.value.trim();
      if (/^on|^style$|^srcdoc$|^formaction$/i.test(attribute.name)) active.push(name(node));
      if (attribute.name === 'href' && !/^(https?|mailto):/.test(value)) active.push(name(node));
      if (attribute.name === 'src' && !/^deckpress-[0-9a-f]+\\.[a-z]+$/.test(value)) active.push(name(node));
    }
  }
  const empty = [...document.querySelectorAll('section, .question, .answer, summary')]
    .filter((node) => !node.textContent.trim() && !node.querySelector('img')).map(name);
  return { wide, faint: Object.fromEntries(faint), active, empty };
}"""

PAGE = """<!doctype html><html class="{html}"><head><meta charset="utf-8"><style>{css}</style></head>
<body class="card card1 {night}"><div id="qa">{body}</div></body></html>"""


def main():
    package = Path(sys.argv[1])
    report = {"cards": 0, "faults": []}
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        col = Collection(str(Path(folder) / "collection.anki2"))
        col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions()))
        media = Path(col.media.dir())
        page_file = media / "_page.html"
        with watched(chromium, viewport={"width": WIDTH, "height": 700}) as (page, faults):
            for card_id in col.find_cards("", order="c.due"):
                output = col.get_card(card_id).render_output()
                report["cards"] += 1
                # The front of a text with gaps is not part of its back.
                sides = [output.answer_text] + ([] if output.question_text.strip() in output.answer_text else [output.question_text])
                for night, side in itertools.product(["", "nightMode"], sides):
                    html = PAGE.format(html="night-mode" if night else "", css=output.css, night=night, body=side)
                    page_file.write_text(html, encoding="utf-8")
                    page.goto(page_file.as_uri())
                    seen = page.evaluate(LOOK)
                    page.mouse.move(40, 60)
                    page.mouse.move(160, 300)
                    question = col.get_card(card_id).note().fields[0]
                    for kind, what in [*seen.items(), ("does", list(faults))]:
                        if what:
                            report["faults"].append({"question": question[:200], "night": bool(night), kind: what})
                    faults.clear()
        col.close()
    print(json.dumps(report))


main()
