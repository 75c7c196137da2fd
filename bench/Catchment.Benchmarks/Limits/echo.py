"""A bare libzmq server: answers each request with two frames, the second as long as the request's first eight digits say.

usage: echo.py PORT
"""
import signal
import sys

import zmq


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    socket = zmq.Context().socket(zmq.ROUTER)
    socket.bind(f"tcp://127.0.0.1:{sys.argv[1]}")
    payloads = {}
    while True:
        identity, _, request = socket.recv_multipart()
        size = int(request[:8])
        if size not in payloads:
            payloads[size] = zmq.Frame(bytes(size))
        socket.send_multipart([identity, b"", b'{"msg": "OK"}', payloads[size]], copy=False)


main()
