"""Writes FITS files with astropy into a folder, and what astropy reads from them into expected.json."""
import json
import os
import random
import sys

import numpy as np
from astropy.io import fits
from astropy.time import Time

folder = sys.argv[1]
rng = random.Random(4711)
printable = [chr(c) for c in range(32, 127)]


def text(most):
    value = "".join(rng.choice(printable) for _ in range(rng.randrange(most))).rstrip().rstrip("&")
    return value if len(value) < 50 else value.replace("'", "")  # astropy loses what follows a quote in a continued string


def fill(header, count):
    header["OBJECT"] = ("M 31 'core'", "the target")
    header["DATE-OBS"] = "2024-05-01T12:34:56.789"
    header["UNKNOWN"] = None
    for i in range(count):
        value = rng.choice([
            lambda: text(60), lambda: text(300), lambda: rng.randrange(-2**62, 2**62), lambda: rng.uniform(-1e6, 1e6),
            lambda: rng.uniform(1, 9) * 10 ** rng.randrange(-300, 300), lambda: rng.random() < 0.5,
            lambda: complex(rng.randrange(9), rng.randrange(9))])()
        is_short = not isinstance(value, str) or len(value) < 20
        name = "HIERARCH ESO DET%d WIN%d" % (i, i) if is_short and rng.random() < 0.5 else "K%d" % i
        header[name] = value
    header.add_comment("a comment that says = 'nothing'")
    header.add_history("flat, " * 40)


def save(name, *hdus):
    fits.HDUList(list(hdus)).writeto(os.path.join(folder, name), overwrite=True)


for n in range(60):
    primary = fits.PrimaryHDU(np.zeros((n % 5 + 1, n + 1), dtype=rng.choice(["u1", "i2", "i4", "i8", "f4", "f8"])) if n % 3 else None)
    fill(primary.header, n)
    image = fits.ImageHDU(np.zeros((2, 3, 4), dtype="i2"), name="SCI")
    fill(image.header, 5)
    column = fits.Column(name="a", format="PJ()", array=np.array([[1, 2], [3]], dtype=object))
    save("plain%d.fits%s" % (n, ".gz" if n % 4 == 0 else ""), primary, image, fits.BinTableHDU.from_columns([column, fits.Column(name="s", format="7A", array=["x", "y"])]))

save("ascii.fits", fits.PrimaryHDU(), fits.TableHDU.from_columns([fits.Column(name="a", format="I6", array=[1, 2, 3])]))
save("tiles.fits", fits.PrimaryHDU(), fits.CompImageHDU(np.arange(100 * 200, dtype="i2").reshape(100, 200)))
groups = fits.GroupData(np.zeros((3, 2, 4), dtype="f4"), bitpix=-32, parnames=["UU"], pardata=[[1.0, 2.0, 3.0]])
save("groups.fits", fits.GroupsHDU(groups))


def plain(value):
    if isinstance(value, fits.card.Undefined):
        return None
    if isinstance(value, complex):
        return [value.real, value.imag]
    return value.item() if isinstance(value, np.generic) else value


expected = {}
for name in sorted(os.listdir(folder)):
    units = []
    with fits.open(os.path.join(folder, name), disable_image_compression=True) as opened:
        for hdu in opened:
            cards = [[card.keyword, plain(card.value)] for card in hdu.header.cards if card.keyword not in ("COMMENT", "HISTORY", "")]
            units.append({"cards": cards, "span": hdu.fileinfo()["datSpan"], "history": [str(line) for line in hdu.header.get("HISTORY", [])]})
    expected[name] = units

times = []
for scale in ("utc", "tai", "tt", "tdb"):
    for n in range(200):
        day = "%d-%02d-%02dT%02d:%02d:%02d" % (rng.randrange(1973, 2026), rng.randrange(1, 13), rng.randrange(1, 29), rng.randrange(24), rng.randrange(60), rng.randrange(60))
        times.append([scale.upper(), day, Time(day, scale=scale).utc.isot])
with open(os.path.join(folder, "expected.json"), "w") as out:
    json.dump({"files": expected, "times": times}, out)
print("written")
