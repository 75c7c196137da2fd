"""Reads a JPEG with Pillow and compares it with the pixels it was made of: blue, green, red in memory.

Arguments: the JPEG, the pixels, width, height, quality. Writes the mean difference, and that of the JPEG which Pillow makes of them.
"""
import io
import sys
import warnings

import numpy
from PIL import Image

warnings.simplefilter("error")
width, height, quality = (int(text) for text in sys.argv[3:])
made = numpy.fromfile(sys.argv[2], dtype=numpy.uint8).reshape(height, width, 3)[:, :, ::-1]


def difference(file):
    with Image.open(file) as picture:
        assert picture.format == "JPEG" and picture.mode == "RGB"
        read = numpy.asarray(picture, dtype=int)
    assert read.shape == made.shape, (read.shape, made.shape)
    return numpy.abs(read - made.astype(int)).mean()


pillows = io.BytesIO()
Image.fromarray(numpy.ascontiguousarray(made)).save(pillows, "JPEG", quality=quality, subsampling=2)
print(f"{difference(sys.argv[1]):.3f} {difference(pillows):.3f}")
