"""Answers requests on a REP socket with what the original pump answered: vectors, payloads [, milliseconds to think].

payloads: "portable" replaces the tables and lists with their pickles without pandas' internals, "original" does not.
"""
import json
import pathlib
import sys
import time

import msgpack
import zmq

folder = pathlib.Path(sys.argv[1])
portable = sys.argv[2] == "portable"
think = float(sys.argv[3]) / 1000 if len(sys.argv) > 3 else 0

replies = {}
for case in json.loads((folder / "replies.json").read_text())["cases"]:
    if not isinstance(case.get("request"), dict) or not case.get("reply"):
        continue
    frames = [(folder / frame["file"]).read_bytes() for frame in case["reply"]]
    if portable and case.get("portable"):
        frames[1] = (folder / case["portable"]["file"]).read_bytes()
    replies.setdefault(json.dumps(case["request"], sort_keys=True), frames)

socket = zmq.Context().socket(zmq.REP)
print(socket.bind_to_random_port("tcp://127.0.0.1"), flush=True)
while True:
    request = msgpack.unpackb(socket.recv())
    time.sleep(think)
    socket.send_multipart(replies.get(json.dumps(request, sort_keys=True), [b"Error"]))
