"""A sentinel: REP for requests, its log published by pyzmq's own handler. Lines on standard input: JSON texts of [level, text]."""
import json
import logging
import sys
import threading
import time

import zmq
from zmq.log.handlers import PUBHandler

requests_port, publisher_port = sys.argv[1], sys.argv[2]
context = zmq.Context()
rep = context.socket(zmq.REP)
rep.bind(f"tcp://127.0.0.1:{requests_port}")
pub = context.socket(zmq.XPUB)  # to hear of the subscriber; publishes as PUB does
pub.bind(f"tcp://127.0.0.1:{publisher_port}")


def serve():
    while True:
        request = rep.recv()
        rep.send(b"OK")
        print("request " + request.decode("ascii"), flush=True)


threading.Thread(target=serve, daemon=True).start()
handler = PUBHandler(pub)
handler.root_topic = "Sentinel"
log = logging.getLogger()
log.setLevel(logging.DEBUG)
log.addHandler(handler)
pub.recv()
print("subscribed", flush=True)
for line in sys.stdin:
    level, text = json.loads(line)
    log.log(getattr(logging, level), text)
