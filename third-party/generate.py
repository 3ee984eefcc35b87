#!/usr/bin/env python3
"""What Drawbridge is made of besides itself, from Cargo.lock.

    third-party/generate.py notices   writes packages.tsv and notices.txt, which are served and shipped
    third-party/generate.py check     says whether those two still fit Cargo.lock
    third-party/generate.py sbom      prints a bill of materials (CycloneDX 1.6, JSON) for a release
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
# Which packages there are follows from where it runs; releases are for this.
PLATFORM = "x86_64-unknown-linux-gnu"
LICENCE_FILE = re.compile(r"^(licen[sc]e|copying|copyright|notice|unlicense)", re.I)
# Packages that come without their licence's text, and the package that has it.
TEXT_OF = {"alloc-stdlib": "alloc-no-stdlib", "ownedbytes": "tantivy", "htmlescape": "regex", "impl-more": "regex"}
# What lies inside a package under a licence of its own; libpq's text is not in the package.
INSIDE = {"pq-src": HERE / "postgresql.txt", "openssl-src": "openssl/LICENSE.txt"}
# What is not a package: name, version, licence, its text.
VENDORED = [
    ("htmx", r"version[:=][\"'](\d[^\"']*)", "0BSD", "static/vendor/htmx.LICENSE.txt", "static/vendor/htmx.min.js"),
    ("lucide-static", None, "ISC", "static/vendor/lucide.LICENSE.txt", None),
]
HEAD = """Third-party software in Drawbridge

Drawbridge is built with the packages below, each under its own licence. Where a licence lets one choose, Apache-2.0
was chosen. SQLite, which is built in, is in the public domain. The numbers name the texts that follow.
"""


def packages():
    """What ends up in the program or builds it, by name and version."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", PLATFORM]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    known = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    wanted, found = [root], {}
    while wanted:
        key = wanted.pop()
        if key in found:
            continue
        needs = [one["pkg"] for one in nodes[key]["deps"] if any(kind["kind"] != "dev" for kind in one["dep_kinds"])]
        found[key] = sorted(needs)
        wanted.extend(needs)
    order = sorted((known[key]["name"], known[key]["version"], key) for key in found if key != root)
    return known[root], [known[key] for _, _, key in order], {key: found[key] for key in found}, known


def expression(package):
    return re.sub(r"\s*/\s*", " OR ", package["license"] or "")


def texts_of(package, by_name):
    """The files that say under which terms a package is given."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and LICENCE_FILE.match(path.name))
    licence = expression(package)
    # Of two licences to choose from, the one whose text is the same everywhere.
    apache = [path for path in files if "apache" in path.name.lower()]
    if apache and re.search(r"Apache-2\.0( WITH LLVM-exception)? OR|OR \(?Apache-2\.0", licence):
        files = apache[:1] + [path for path in files if path.name.lower().startswith("notice")]
    if not files and package["name"] not in INSIDE:
        other = TEXT_OF.get(package["name"]) or ("tantivy" if package["name"].startswith("tantivy-") else None)
        if other is None:
            sys.exit(f"{package['name']} comes without the text of its licence ({licence}); name one in TEXT_OF")
        return texts_of(by_name[other], by_name)
    if package["name"] in INSIDE:
        files.append(folder / INSIDE[package["name"]])
    return [path.read_text("utf-8", "replace") for path in files]


def vendored():
    for name, pattern, licence, text, source in VENDORED:
        version = ""
        if pattern:
            found = re.search(pattern, (ROOT / source).read_text("utf-8"))
            version = found.group(1)
        yield name, version, licence, (ROOT / text).read_text("utf-8")


def notices():
    """The two files, as texts."""
    _, all_packages, _, _ = packages()
    by_name = {package["name"]: package for package in all_packages}
    numbers, texts, rows = {}, [], []

    def number(text):
        text = "\n".join(line.rstrip() for line in text.strip().splitlines())
        key = re.sub(r"\W+", " ", text).casefold().strip()
        if key not in numbers:
            texts.append(text)
            numbers[key] = len(texts)
        return numbers[key]

    for package in all_packages:
        own = sorted({number(text) for text in texts_of(package, by_name)})
        rows.append((package["name"], package["version"], expression(package), own))
    for name, version, licence, text in vendored():
        rows.append((name, version, licence, [number(text)]))
    table = "".join(f"{name}\t{version}\t{licence}\t{' '.join(map(str, own))}\n" for name, version, licence, own in rows)
    lines = [f"{name} {version}: {licence} ({', '.join(map(str, own))})" for name, version, licence, own in rows]
    parts = [HEAD, "\n".join(lines)]
    parts += [f"\n{'=' * 20} {index} {'=' * 20}\n\n{text}" for index, text in enumerate(texts, 1)]
    return {"packages.tsv": table, "notices.txt": "\n".join(parts) + "\n"}


def component(package, checksums):
    purl = f"pkg:cargo/{package['name']}@{package['version'].replace('+', '%2B')}"
    made = {"type": "library", "bom-ref": purl, "name": package["name"], "version": package["version"], "purl": purl}
    if expression(package):
        made["licenses"] = [{"expression": expression(package)}]
    checksum = checksums.get((package["name"], package["version"]))
    if checksum:
        made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return made


def sbom():
    root, all_packages, needs, known = packages()
    lock = (ROOT / "Cargo.lock").read_bytes()
    checksums = {
        (one["name"], one["version"]): one.get("checksum") for one in tomllib.loads(lock.decode())["package"]
    }
    components = [component(package, checksums) for package in all_packages]
    for name, version, licence, _ in vendored():
        ref = f"vendored:{name}"
        made = {"type": "library", "bom-ref": ref, "name": name, "licenses": [{"expression": licence}]}
        components.append({**made, "version": version} if version else made)
    main = {**component(root, checksums), "type": "application"}

    def ref(key):
        return component(known[key], checksums)["bom-ref"]

    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # The same for the same Cargo.lock, so that a release can be made again.
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(lock).hexdigest()).urn,
        "version": 1,
        "metadata": {"component": main},
        "components": components,
        "dependencies": [{"ref": ref(key), "dependsOn": sorted(map(ref, needs[key]))} for key in sorted(needs)],
    }


def main():
    match sys.argv[1:]:
        case ["notices"]:
            for name, text in notices().items():
                (HERE / name).write_text(text, "utf-8")
        case ["check"]:
            old = [name for name, text in notices().items() if (HERE / name).read_text("utf-8") != text]
            if old:
                sys.exit(f"{' and '.join(old)} do not fit Cargo.lock any more; run third-party/generate.py notices")
            print("the notices fit Cargo.lock")
        case ["sbom"]:
            print(json.dumps(sbom(), indent=1))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
