"""Brings in the design system's stylesheet, script and icons: `python -m fundflow.web.vendor` (needs npm, seldom run).

What it writes is committed, so nobody who runs or installs the product needs Node. Two font faces that would be fetched
from another host are taken out, and so is everything that is not used.
"""

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

NAME, VERSION = "nhsuk-frontend", "10.6.1"
SHA512 = "PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw=="
FOLDER = Path(__file__).parent / "static" / "nhsuk"
MIT = """MIT License

Copyright (c) NHS England

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
_INSIDE = "package/dist/nhsuk/"
_ICON = re.compile(r"url\(/assets/(images/[\w.-]+)\)")


def fetch(folder: Path) -> Path:
    """The package as the registry gives it, its hash checked.

    Raises:
        SystemExit: npm is not here, or what came is not what is expected.
    """
    command = ["npm", "pack", f"{NAME}@{VERSION}", "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    if done.returncode:
        sys.exit(f"npm could not fetch {NAME}@{VERSION}: {done.stderr.strip()[-200:]}")
    package = folder / done.stdout.strip().splitlines()[-1]
    found = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != SHA512:
        sys.exit(f"{NAME}@{VERSION} has another hash than the one that was checked: {found}")
    return package


def stylesheet(text: str) -> str:
    """The stylesheet without fonts of other hosts, and with icons beside it."""
    text = re.sub(r"@font-face\{[^}]*https://[^}]*\}", "", text)
    text = text.replace("url(/assets/", "url(assets/")
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text).strip()
    if "https://" in text.replace("https://www.w3.org", ""):
        sys.exit("the stylesheet still asks another host for something")
    return text + "\n"


def main() -> None:
    """Write the folder."""
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(fetch(Path(scratch))) as package:

        def text(name: str) -> str:
            member = package.extractfile(name)
            assert member is not None, name
            return member.read().decode()

        style = text(f"{_INSIDE}nhsuk-frontend.min.css")
        files = {
            "nhsuk-frontend.min.css": stylesheet(style),
            "nhsuk-frontend.min.js": re.sub(
                r"//# sourceMappingURL=.*", "", text(f"{_INSIDE}nhsuk-frontend.min.js")
            ).strip()
            + "\n",
            **{f"assets/{icon}": text(f"{_INSIDE}assets/{icon}") for icon in sorted(set(_ICON.findall(style)))},
            "PROVENANCE.txt": (
                f"Stylesheet, script and icons of the npm package {NAME} {VERSION} (MIT licence, "
                "Crown Copyright, NHS England),\n"
                f"sha512 {SHA512}\n"
                "Taken out: font faces of another host, source maps, the protected logo and everything that is not "
                f"used.\nMade by python -m fundflow.web.vendor.\n\n{MIT}"
            ),
        }
    for name, content in files.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
