"""Prints what a review workbook is like as JSON, edits three cells and a pair, and saves it under another name."""

import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
page = book["review"]
summary = book["summary"]
pairs = book["pairs"]
said = {
    "pages": book.sheetnames,
    "types": sorted({cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None}),
    "frozen": page.freeze_panes,
    "filter": page.auto_filter.ref,
    "protected": page.protection.sheet,
    "hidden": sorted(name for name, column in page.column_dimensions.items() if column.hidden),
    "offered": {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation},
    "pair_offered": pairs.data_validations.dataValidation[0].formula1,
    "total": [cell.value for cell in list(summary.iter_rows())[-1]],
    "heights": [page.row_dimensions[row].height for row in range(2, page.max_row + 1)],
}
names = {cell.value: cell.column for cell in page[1]}
page.cell(2, names["review"]).value = "rejected"
page.cell(3, names["question"]).value = "What is 2 + 2?"
formula = page.cell(4, names["brief"])
formula.value = "=A1 is a formula"
formula.data_type = "s"
pairs.cell(2, 1).value = "same"
book.save(sys.argv[2])
json.dump(said, sys.stdout)
