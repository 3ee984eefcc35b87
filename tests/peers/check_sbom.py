"""The bill of materials: CycloneDX, read by its own library, and what Cargo.lock says."""

import json
import pathlib
import subprocess
import sys
import tomllib

from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    made = subprocess.run([sys.executable, ROOT / "third-party/generate.py", "sbom"], check=True, stdout=subprocess.PIPE)
    text = made.stdout.decode()

    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    assert fault is None, fault
    bom = Bom.from_json(json.loads(text))
    named = {(component.name, component.version) for component in bom.components}
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text("utf-8"))["package"]
    locked = {(package["name"], package["version"]): package.get("checksum") for package in lock}
    listed = [line.split("\t") for line in (ROOT / "third-party/packages.tsv").read_text("utf-8").splitlines()]
    assert named == {(name, version or None) for name, version, *_ in listed}, "packages.tsv lists others"
    for component in bom.components:
        if component.purl is None:
            continue
        checksum = locked[component.name, component.version]
        assert [one.content for one in component.hashes] == [checksum], component.name
    again = subprocess.run([sys.executable, ROOT / "third-party/generate.py", "sbom"], check=True, stdout=subprocess.PIPE)
    assert again.stdout == made.stdout, "the same lock makes the same bill"
    print(f"the bill of materials names {len(named)} components, each with its checksum")


if __name__ == "__main__":
    main()
