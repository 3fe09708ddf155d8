"""Prints the cells of a CSV file as JSON: a list of rows, each a list of texts."""

import csv
import json
import sys

csv.field_size_limit(sys.maxsize)
with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    json.dump(list(csv.reader(file, strict=True)), sys.stdout)
