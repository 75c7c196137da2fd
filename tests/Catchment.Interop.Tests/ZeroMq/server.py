"""A libzmq socket that binds. Arguments: socket type, port (0: any free one), then "heartbeat" if wanted, and the
number that a PUB counts from.

Writes the port. REP, ROUTER and DEALER send back what they get. PUB publishes without end; XPUB publishes a message for each
subscription and says on its output what was subscribed to.
"""
import sys

import zmq

kind, port = sys.argv[1], sys.argv[2]
context = zmq.Context()
socket = context.socket(getattr(zmq, kind))
socket.linger = 0
if "heartbeat" in sys.argv:
    socket.setsockopt(zmq.HEARTBEAT_IVL, 50)
    socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, 60_000)
socket.bind(f"tcp://127.0.0.1:{port if port != '0' else '*'}")
print(socket.getsockopt_string(zmq.LAST_ENDPOINT).rsplit(":", 1)[1])

count = next((int(word) for word in sys.argv[3:] if word.isdigit()), 0)
nobody = context.socket(zmq.PAIR)
while True:
    if kind == "PUB":
        socket.send_multipart([b"a", b"%d" % count, bytes(count % 100_000)])
        socket.send_multipart([b"b", b"not wanted"])
        count += 1
        nobody.poll(2)
    elif kind == "XPUB":
        subscription = socket.recv()
        print(subscription.hex())
        for size in (0, 300, 3_000_000):
            socket.send_multipart([subscription[1:] + b"!", bytes(size)])
    else:
        socket.send_multipart(socket.recv_multipart(), copy=True)
