"""Many REQ senders in lock step.

Arguments: port, senders, bytes of the second frame, and "shared" (all senders in one context) or "own" (one each).

Writes "ready" when every sender had a reply, then after each line "check" on standard input "ok" when every sender had two
more replies since, and at "stop" the number of requests. A sender that waits longer than 3 s for a reply ends the program with
an error.
"""
import sys
import threading
import time

import zmq

port, senders, size = (int(text) for text in sys.argv[1:4])
shared = sys.argv[4] == "shared"
context = zmq.Context()
counts = [0] * senders
stopping = False
failed = []


def send(index):
    socket = (context if shared else zmq.Context()).socket(zmq.REQ)
    socket.linger = 0
    socket.connect(f"tcp://127.0.0.1:{port}")
    payload = bytes(size)
    text = f'{{"msg": "node{index}|jpg"}}'.encode()
    poller = zmq.Poller()
    poller.register(socket, zmq.POLLIN)
    while not stopping:
        socket.send_multipart([text, payload], copy=size < 65536)
        if not poller.poll(3000):
            failed.append(f"sender {index} had no reply to request {counts[index]} for 3 s")
            return
        reply = socket.recv()
        if reply != b"OK":
            failed.append(f"sender {index} got {reply!r}")
            return
        counts[index] += 1
    socket.close()


def wait_for_progress(by):
    goal = [count + by for count in counts]
    while any(count < aim for count, aim in zip(counts, goal)):
        if failed:
            sys.exit("\n".join(failed))
        time.sleep(0.005)


threads = [threading.Thread(target=send, args=(i,), daemon=True) for i in range(senders)]
for thread in threads:
    thread.start()
wait_for_progress(1)
print("ready")
for line in sys.stdin:
    if line.strip() == "stop":
        break
    wait_for_progress(2)
    print("ok")
stopping = True
for thread in threads:
    thread.join()
if failed:
    sys.exit("\n".join(failed))
print(sum(counts))
