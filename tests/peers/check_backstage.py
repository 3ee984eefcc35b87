"""A Backstage catalogue: what its own model reads is what is taken in."""

import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile

CATALOGUE = pathlib.Path("tests/commands/lists/catalog-info.yaml")
NODE, BINARY = os.environ["NODE"], os.environ["DRAWBRIDGE_BINARY"]


# A variable of ours that is no setting would be refused.
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("DRAWBRIDGE_")}


def run(*arguments):
    return subprocess.run(arguments, check=True, capture_output=True, text=True, env=PLAIN).stdout


def exported(kind, data):
    text = run(BINARY, "export", kind, "--data", data)
    return list(csv.DictReader(io.StringIO(text, newline="")))


entities = json.loads(run(NODE, "tests/peers/backstage.mjs", str(CATALOGUE)))
by_kind = {kind: [e for e in entities if e["kind"] == kind] for kind in ("Group", "User", "Component")}
assert all(by_kind.values()), "the sample has each kind"

with tempfile.TemporaryDirectory() as folder:
    data = os.path.join(folder, "data")
    run(BINARY, "import", "catalogue", str(CATALOGUE), "--data", data)
    people = {row["email"]: row for row in exported("people", data)}
    addresses = {row["team"]: row["address"] for row in exported("teams", data)}
    services = {row["service"]: row["team"] for row in exported("services", data)}


def shown(group):
    """The name that Backstage shows."""
    return group["spec"].get("profile", {}).get("displayName") or group["metadata"].get("title") or group["metadata"]["name"]


def ref(text, kind):
    """A reference in full, as Backstage completes it."""
    text = text if ":" in text else f"{kind}:{text}"
    kind, name = text.split(":")
    return f"{kind}:{name if '/' in name else 'default/' + name}".lower()


groups = {group["ref"]: group for group in by_kind["Group"]}
for group in groups.values():
    name = group["metadata"]["name"]
    assert addresses.pop(shown(group), name) == name, (group, addresses)
assert not addresses, f"no other team was made: {addresses}"
for user in by_kind["User"]:
    wanted = {shown(groups[ref(name, "group")]) for name in user["spec"].get("memberOf", [])}
    wanted |= {shown(g) for g in groups.values() if user["ref"] in {ref(m, "user") for m in g["spec"].get("members", [])}}
    row = people.pop(user["spec"]["profile"]["email"])
    assert row["name"] == user["spec"]["profile"]["displayName"], row
    assert {team.strip() for team in row["teams"].split(";") if team.strip()} == wanted, (row, wanted)
assert not people, f"nobody else was made: {people}"

for component in by_kind["Component"]:
    owner = ref(component["spec"]["owner"], "group")
    team = shown(groups[owner]) if owner in groups else None
    assert services.pop(component["metadata"]["name"], None) == team, component["metadata"]["name"]
assert not services, services
print(f"{len(entities)} entities, {len(by_kind['User'])} people, {len(by_kind['Component'])} components")
