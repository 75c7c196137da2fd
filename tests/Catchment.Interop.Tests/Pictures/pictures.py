"""NumPy and Pillow as readers and writers of pictures.

pictures.py read           reads paths from standard input; prints of each: dtype shape SHA-256 of the elements
pictures.py jpegs FOLDER   writes JPEGs of many kinds; prints of each: name width height, and "done"
A PNG's elements are given as the sender had them: one channel without a third direction, three in the order blue, green, red.
"""
import hashlib
import io
import os
import sys

import numpy
from PIL import Image


def load(path):
    if path.endswith(".npy"):
        return numpy.load(path, allow_pickle=False)
    with Image.open(path) as picture:
        picture.load()
        assert picture.mode in ("L", "RGB"), picture.mode
        array = numpy.asarray(picture)
    return array if array.ndim == 2 else array[:, :, ::-1]


def read():
    for line in sys.stdin:
        array = load(line.rstrip("\n"))
        shape = "x".join(str(n) for n in array.shape)
        print(array.dtype.str, shape or "-", hashlib.sha256(array.tobytes()).hexdigest(), flush=True)


def jpegs(folder):
    random = numpy.random.default_rng(1)

    def write(name, mode, width, height, **options):
        channels = {"L": (), "RGB": (3,), "CMYK": (4,)}[mode]
        picture = Image.fromarray(random.integers(0, 256, (height, width) + channels, dtype=numpy.uint8), mode)
        picture.save(os.path.join(folder, name), "JPEG", **options)
        print(name, width, height, flush=True)

    thumbnail = io.BytesIO()
    Image.new("RGB", (160, 120)).save(thumbnail, "JPEG")
    write("grey.jpg", "L", 3, 3)
    write("colour.jpg", "RGB", 640, 480, quality=95)
    write("progressive.jpg", "RGB", 321, 123, progressive=True)
    write("ink.jpg", "CMYK", 17, 99)
    write("restarts.jpg", "RGB", 200, 100, restart_marker_blocks=1)
    write("wide.jpg", "L", 65500, 1)
    write("high.jpg", "L", 1, 65500)
    write("exif.jpg", "RGB", 640, 360, exif=b"Exif\0\0" + thumbnail.getvalue())
    write("profile.jpg", "RGB", 64, 32, icc_profile=bytes(200000), comment=b"\xff\xc0 is no marker here")
    print("done", flush=True)


read() if sys.argv[1] == "read" else jpegs(sys.argv[2])
