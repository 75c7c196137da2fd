"""Sends as imagezmq's sender does: two frames, a JSON header spelled by json.dumps, REQ (lock step) or PUB.

imagezmq_sender.py req ENDPOINT NODE COUNT BYTES     one line "ok N" at the end, or "bad REPLY"
imagezmq_sender.py acked ENDPOINT NODE BYTES         for ever; one line per acknowledged frame: its number
imagezmq_sender.py steady ENDPOINT NODE BYTES        as acked, and "again" after each reconnection's first reply
imagezmq_sender.py one ENDPOINT TEXT FILE            one message; prints the reply
imagezmq_sender.py raw ENDPOINT TEXT DTYPE ROWSxCOLS FILE
imagezmq_sender.py pub ENDPOINT TEXT COUNT BYTES     binds, waits for a subscriber, publishes, prints "sent"
imagezmq_sender.py frames ENDPOINT HEX...            any frames; prints the reply
Every picture is FF D8, its number in 8 digits, padding, FF D9.
"""
import json
import sys

import zmq

REPLY_WAIT = 90_000  # ms: no reply; a busy machine is slow, and a hub may be started again meanwhile


def picture(number, size):
    start = b"\xff\xd8%08d" % number
    return start + b"x" * (size - len(start) - 2) + b"\xff\xd9"


def header(text, dtype=None, shape=None):
    fields = {"msg": text}
    if dtype:
        fields.update(dtype=dtype, shape=shape)
    return json.dumps(fields).encode("utf-8")


def requester(endpoint):
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.setsockopt(zmq.LINGER, 0)
    socket.connect(endpoint)
    return socket


def exchange(socket, *frames):
    socket.send(frames[0], zmq.SNDMORE if len(frames) > 1 else 0)
    for i, frame in enumerate(frames[1:], 2):
        socket.send(frame, zmq.SNDMORE if i < len(frames) else 0, copy=False)
    if not socket.poll(REPLY_WAIT):
        print("no reply", flush=True)
        sys.exit(3)
    return socket.recv()


def main(mode, endpoint, *args):
    if mode == "req":
        node, count, size = args[0], int(args[1]), int(args[2])
        socket = requester(endpoint)
        for number in range(count):
            reply = exchange(socket, header(node + "|jpg"), picture(number, size))
            if reply != b"OK":
                print("bad", reply.decode(), flush=True)
                return
        print("ok", count, flush=True)
    elif mode == "acked":
        node, size = args[0], int(args[1])
        socket = requester(endpoint)
        number = 0
        while True:
            socket.send(header(node + "|jpg"), zmq.SNDMORE)
            socket.send(picture(number, size), copy=False)
            if socket.recv() == b"OK":
                print(number, flush=True)
            number += 1
    elif mode == "steady":
        node, size = args[0], int(args[1])
        socket = requester(endpoint)
        events = socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        number = 0
        while True:
            reply = exchange(socket, header(node + "|jpg"), picture(number, size))
            if reply == b"OK":
                print(number, flush=True)
            number += 1
            lost = False
            while events.poll(0):
                events.recv_multipart()
                lost = True
            if lost:  # the next reply comes from the next hub
                reply = exchange(socket, header(node + "|jpg"), picture(number, size))
                if reply == b"OK":
                    print(number, flush=True)
                print("again", flush=True)
                number += 1
    elif mode == "one":
        with open(args[1], "rb") as file:
            print(exchange(requester(endpoint), header(args[0]), file.read()).decode(), flush=True)
    elif mode == "raw":
        shape = [int(n) for n in args[2].split("x")]
        with open(args[3], "rb") as file:
            print(exchange(requester(endpoint), header(args[0], args[1], shape), file.read()).decode(), flush=True)
    elif mode == "frames":
        print(exchange(requester(endpoint), *[bytes.fromhex(a) for a in args]).decode(), flush=True)
    elif mode == "pub":
        text, count, size = args[0], int(args[1]), int(args[2])
        socket = zmq.Context.instance().socket(zmq.XPUB)  # as PUB, but it tells of its subscribers
        socket.bind(endpoint)
        print("bound", flush=True)
        socket.recv()
        for number in range(count):
            socket.send(header(text), zmq.SNDMORE)
            socket.send(picture(number, size), copy=False)
        print("sent", flush=True)
        sys.stdin.read()
    else:
        sys.exit(__doc__)


main(*sys.argv[1:])
