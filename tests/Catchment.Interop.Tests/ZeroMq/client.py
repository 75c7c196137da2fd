"""A libzmq socket that connects, sends all kinds of messages and checks what comes back.

Arguments: socket type (REQ, DEALER, ROUTER), port, what comes back ("all" frames or the "ends": first and last), then options:
"relaxed" (REQ_CORRELATE and REQ_RELAXED), "heartbeat". Ends with code 0 when everything came back as it should.
"""
import sys

import zmq
from zmq.utils.monitor import parse_monitor_message

kind, port, back = sys.argv[1], int(sys.argv[2]), sys.argv[3]
options = sys.argv[4:]

MESSAGES = [
    [b"x"],
    [b""],
    [b"", b""],
    [b"a", b"", b"c"],
    [bytes([i]) for i in range(60)],
    [b"x" * 255],
    [b"x" * 256],
    [b"head", bytes(range(256)) * 256],
    [b"head", bytes(range(256)) * 12_000, b"tail" * 250_000],
] + [[b"%d" % i] for i in range(300)]


def folded(frames):
    return frames if back == "all" or len(frames) == 1 else [frames[0], frames[-1]]


def fail(text):
    sys.exit(f"{kind} {options}: {text}")


context = zmq.Context()
socket = context.socket(getattr(zmq, kind))
socket.linger = 0
if "relaxed" in options:
    socket.setsockopt(zmq.REQ_CORRELATE, 1)
    socket.setsockopt(zmq.REQ_RELAXED, 1)
if "heartbeat" in options:
    socket.setsockopt(zmq.HEARTBEAT_IVL, 50)
    socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, 60_000)
    socket.setsockopt(zmq.HEARTBEAT_TTL, 60_000)
if kind == "ROUTER":
    socket.setsockopt(zmq.CONNECT_ROUTING_ID, b"server")
monitor = socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
socket.connect(f"tcp://127.0.0.1:{port}")

prefix = {"REQ": [], "DEALER": [b""], "ROUTER": [b"server", b""]}[kind]
for frames in MESSAGES:
    socket.send_multipart(prefix + frames)
    if not socket.poll(90_000):
        fail(f"no answer to {len(frames)} frames")
    answer = socket.recv_multipart()
    if answer != prefix + folded(frames):
        fail(f"{[len(f) for f in frames]} came back as {[len(f) for f in answer]}")

if "heartbeat" in options:
    # Half a second of silence, in which only heartbeats go.
    if socket.poll(500):
        fail("a message that nobody sent")
    socket.send_multipart(prefix + [b"still there"])
    if not socket.poll(90_000) or socket.recv_multipart() != prefix + [b"still there"]:
        fail("no answer after the silence")

if monitor.poll(0):
    fail(f"the connection was lost: {parse_monitor_message(monitor.recv_multipart())}")
