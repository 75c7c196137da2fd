"""A libzmq SUB or XSUB socket that connects. Arguments: socket type, port, topic, number of messages to take.

Writes "subscribed" when the first message came. Each message has to be [topic..., number, payload of that length], with numbers
that follow each other from the second on.
"""
import sys

import zmq

kind, port, topic, wanted = sys.argv[1], int(sys.argv[2]), sys.argv[3].encode(), int(sys.argv[4])
context = zmq.Context()
socket = context.socket(getattr(zmq, kind))
socket.linger = 0
socket.setsockopt(zmq.HEARTBEAT_IVL, 100)
if kind == "SUB":
    socket.subscribe(topic)
socket.connect(f"tcp://127.0.0.1:{port}")
if kind == "XSUB":
    socket.send(b"\x01" + topic)

last = None
for taken in range(wanted):
    if not socket.poll(90_000):
        sys.exit(f"{taken} of {wanted} messages came")
    name, number, payload = socket.recv_multipart()
    if not name.startswith(topic):
        sys.exit(f"{name!r} was not subscribed to")
    number = int(number)
    if last is not None and number != last + 1:
        sys.exit(f"{number} came after {last}")
    if len(payload) != number:
        sys.exit(f"message {number} has {len(payload)} octets")
    last = number
    if taken == 0:
        print("subscribed")
