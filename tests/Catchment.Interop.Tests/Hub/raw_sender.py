"""Sends raw pictures as imagezmq's send_image does, each when the one before was answered.

raw_sender.py ENDPOINT TEXT "DTYPE SHAPE"...    prints of each: dtype shape SHA-256 of the elements, as pictures.py does
Every second picture is made of every second column of a larger one: not contiguous, so the sender has to copy it.
"""
import hashlib
import json
import sys

import numpy
import zmq


def send_image(socket, text, array):
    if not array.flags["C_CONTIGUOUS"]:
        array = numpy.ascontiguousarray(array)
    socket.send_json({"msg": text, "dtype": str(array.dtype), "shape": array.shape}, zmq.SNDMORE)
    socket.send(array, copy=False)
    assert socket.poll(90_000), "no reply"
    reply = socket.recv()
    assert reply == b"OK", reply


def picture(random, kind, number):
    name, shape = kind.split()
    shape = tuple(int(n) for n in shape.split("x"))
    larger = shape[:1] + (2 * shape[1],) + shape[2:]
    dtype = numpy.dtype(name)
    array = numpy.frombuffer(random.bytes(dtype.itemsize * int(numpy.prod(larger))), dtype).reshape(larger)
    return array[:, ::2] if number % 2 else array[:, :shape[1]]


def main(endpoint, text, *kinds):
    random = numpy.random.default_rng(1)
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.setsockopt(zmq.LINGER, 0)
    socket.connect(endpoint)
    for number, kind in enumerate(kinds):
        array = picture(random, kind, number)
        send_image(socket, text, array)
        # One channel of bytes is kept as a grey picture, which knows no third direction.
        seen = array[:, :, 0] if array.dtype == "uint8" and array.shape[2:] == (1,) else array
        print(array.dtype.str, "x".join(str(n) for n in seen.shape), hashlib.sha256(array.tobytes()).hexdigest(), flush=True)


main(*sys.argv[1:])
