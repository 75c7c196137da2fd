"""Sends control requests, one a line of standard input as a JSON list of frames in hex, and prints the replies."""
import json
import sys

import zmq

req = zmq.Context().socket(zmq.REQ)
req.connect(sys.argv[1])
for line in sys.stdin:
    req.send_multipart([bytes.fromhex(f) for f in json.loads(line)])
    print("|".join(f.decode("ascii") for f in req.recv_multipart()), flush=True)
