"""Tables as CSV, read by Python's csv module in its strict mode (RFC 4180)."""

import csv
import io

from demo_site import Site, content_type


def rows(text):
    """The rows by column name, each as long as the head."""
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    head, *body = table
    assert len(set(head)) == len(head), f"two columns share a name: {head}"
    assert body, "the table is empty"
    for row in body:
        assert len(row) == len(head), f"{len(row)} cells under {len(head)} names: {row}"
    return [dict(zip(head, row)) for row in body]


with Site() as site:
    answer = site.sign_in("ines-marchetti").get("/coverage.csv")
    assert content_type(answer) == "text/csv", answer.headers
    coverage = rows(answer.text)
    teams = rows(site.run("export", "teams"))
    people = rows(site.run("export", "people"))

names = {row["team"] for row in teams}
assert {row["team"] for row in coverage} == names, "coverage names other teams than the export"
for person in people:
    of = {name.strip() for name in person["teams"].split(";") if name.strip()}
    assert of <= names, f"{person['name']} is in a team that was not exported: {of - names}"
print(f"{len(teams)} teams and {len(people)} people")
