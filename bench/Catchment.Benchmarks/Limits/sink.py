"""A bare libzmq sink: takes in imagezmq messages, throws them away, and answers OK. The least that a server can do.

usage: sink.py PORT
"""
import signal
import sys

import zmq


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    socket = zmq.Context().socket(zmq.ROUTER)
    socket.bind(f"tcp://127.0.0.1:{sys.argv[1]}")
    while True:
        identity = socket.recv_multipart(copy=False)[0]
        socket.send_multipart([identity, b"", b"OK"], copy=False)


main()
