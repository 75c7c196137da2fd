#!/usr/bin/env python3
"""Makes the pictures of the demo again: runs draw.js in Debian's chromium and writes the JPEGs beside this file."""
import base64
import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "draw.html")
        with open(os.path.join(HERE, "draw.js"), encoding="utf-8") as script, open(page, "w", encoding="utf-8") as html:
            html.write(f'<!doctype html><meta charset="utf-8"><body><script>{script.read()}</script>')
        drawn = subprocess.run(
            ["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             f"--user-data-dir={folder}/profile", "--dump-dom", f"file://{page}"],
            check=True, capture_output=True, text=True, timeout=120).stdout
    total = 0
    for name, data in re.findall(r"([a-z]+(?:-\d)?\.jpg) data:image/jpeg;base64,([A-Za-z0-9+/=]+)", drawn):
        picture = base64.b64decode(data)
        total += len(picture)
        with open(os.path.join(HERE, name), "wb") as file:
            file.write(picture)
        print(f"{name} {len(picture)}")
    print(f"{total} bytes")


main()
