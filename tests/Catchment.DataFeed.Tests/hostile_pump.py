"""Answers every request in the way that its event id names, as no honest pump would."""
import os
import pickle
import sys
import zlib

import msgpack
import zmq


class Bomb:
    def __reduce__(self):
        return os.system, ("touch " + sys.argv[1],)


OK = b'{"msg": "OK"}'
REPLIES = {
    "bomb": [OK, pickle.dumps(Bomb(), protocol=4)],
    "zipped-bomb": [OK, zlib.compress(pickle.dumps([Bomb()], protocol=4))],
    "not-zlib": [OK, b"plain"],
    "empty-payload": [OK, b""],
    "not-json": [b"OK, fine", b"x"],
    "json-list": [b"[1, 2]", b"x"],
    "json-two": [b"{} {}", b"x"],
    "json-deep": [b'{"a":' * 10000, b"x"],
    "one-frame": [OK],
    "three-frames": [OK, b"x", b"x"],
    "error": [b"Error"],
    "exception": [b"Exception"],
    "forged": [b"Error\x1b[2J\nall is well"],
    "too-many": [OK] + [b"x"] * 100,
    "empty": [b""],
}

LARGE_REPLIES = {
    "inflates": lambda: [OK, zlib.compress(bytes(80 << 20))],
    "many-values": lambda: [OK, b"\x80\x04" + b"]" * (8 << 20)],
    "too-large": lambda: [OK, bytes(65 << 20)],
}

socket = zmq.Context().socket(zmq.ROUTER)
print(socket.bind_to_random_port("tcp://127.0.0.1"), flush=True)
while True:
    *envelope, body = socket.recv_multipart()
    request = msgpack.unpackb(body)
    attack = request.get("evt")
    if attack == "silent":
        continue
    reply = LARGE_REPLIES[attack]() if attack in LARGE_REPLIES else REPLIES.get(attack, [b"OK"])
    socket.send_multipart(envelope + reply)
