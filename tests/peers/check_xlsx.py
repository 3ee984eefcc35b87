"""The report of a quarter as a spreadsheet, read by openpyxl (ECMA-376)."""

import csv
import io

from demo_site import Site, content_type
from openpyxl import load_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = [
    "Figures",
    "Departments",
    "Without a champion",
    "Terms that end within 30 days",
    "Terms that ended early",
    "Why terms ended early",
]

with Site() as site:
    lead = site.sign_in("ines-marchetti")
    answer = lead.get("/coverage/report.xlsx?quarter=2026-Q4")
    departments = list(csv.reader(io.StringIO(lead.get("/coverage/report.csv?quarter=2026-Q4").text, newline="")))

assert content_type(answer) == XLSX, answer.headers
book = load_workbook(io.BytesIO(answer.body))
assert book.sheetnames == SHEETS, book.sheetnames
for sheet in book:
    for row in sheet.iter_rows():
        for cell in row:
            # "f" is a formula, "e" an error: neither may come of what somebody wrote.
            assert cell.data_type in ("s", "n"), f"{sheet.title}!{cell.coordinate} is {cell.data_type}: {cell.value}"
    assert sheet.freeze_panes == "A2", f"{sheet.title} keeps its head in sight"

# The sheet says what the CSV says, with numbers as numbers.
rows = [["" if cell is None else str(cell) for cell in row] for row in book["Departments"].iter_rows(values_only=True)]
assert [row[:5] for row in rows[1:]] == [row[:5] for row in departments[1:]], "the sheet differs from the CSV"
total = book["Departments"][book["Departments"].max_row]
assert total[1].value == "All teams" and isinstance(total[2].value, int), [cell.value for cell in total]
assert total[2].value == sum(int(row[2]) for row in departments[1:-1]), "departments add up to all teams"
print(f"{len(book.sheetnames)} sheets, {total[2].value} teams")
