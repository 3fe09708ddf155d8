"""Writes a CSV file anew, as other programs write it."""

import csv
import sys
from pathlib import Path

csv.field_size_limit(sys.maxsize)
with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.reader(file, strict=True))
folder = Path(sys.argv[2])
for name, options in {
    "semicolons.csv": {"delimiter": ";", "quoting": csv.QUOTE_ALL},
    "tabs.csv": {"delimiter": "\t"},
    "minimal.csv": {"lineterminator": "\n"},
}.items():
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, **options).writerows(rows)
