"""Outposts as SentinelCam has them: pyzmq's own log handler, and imagezmq's PUB messages; two views a node, events one after another.

Arguments: how many nodes, pictures a second of each view, bytes of a picture. Writes one line of JSON: [[log port, pictures port], ...].
"""
import datetime
import json
import logging
import sys
import time

import zmq
import zmq.log.handlers

nodes, rate, size = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
context = zmq.Context()


def bound(kind):
    socket = context.socket(kind)
    return socket, socket.bind_to_random_port("tcp://127.0.0.1")


class View:
    def __init__(self, node, name, log, images):
        self.node, self.name, self.log, self.images = node, name, log, images
        self.count, self.events, self.left, self.id = 0, 0, 0, None

    def record(self, **record):
        self.log.info("ote" + json.dumps({"id": self.id, "view": self.name, **record}))

    def step(self, now):
        if self.id is None:
            self.id = "%s%s%030x" % (self.node[-1], "ab"[self.name == "Back"], self.events)
            self.events += 1
            self.left = 20
            self.record(type="start", new=True, fps=rate, camsize=[640, 480], timestamp=now.isoformat())
        body = b"%08d" % self.count
        jpeg = b"\xff\xd8" + body + body[-1:] * (size - 12) + b"\xff\xd9"
        self.count += 1
        text = "%s %s|jpg|%s" % (self.node, self.name, now.isoformat())
        self.images.send_json({"msg": text}, zmq.SNDMORE)  # as imagezmq's send_jpg does
        self.images.send(jpeg, copy=True, track=False)
        self.record(type="trk", timestamp=now.isoformat(), obj=self.left, clas="person: 0.9, \"near\"", rect=[1, -2, 3, 4])
        self.left -= 1
        if self.left == 0:
            self.record(type="end", tasks=[["GetFaces", 1]])
            self.id = None


views, ports = [], []
for number in range(nodes):
    name = "node%d" % number
    (log_socket, log_port), (images, images_port) = bound(zmq.PUB), bound(zmq.PUB)
    handler = zmq.log.handlers.PUBHandler(log_socket)
    handler.root_topic = name
    log = logging.getLogger(name)
    log.setLevel(logging.DEBUG)
    log.addHandler(handler)
    ports.append([log_port, images_port])
    views += [View(name, view, log, images) for view in ("Front", "Back")]
print(json.dumps(ports))

step = 0
while True:
    for view in views:
        view.step(datetime.datetime.now())
    if step % 10 == 0:
        views[0].log.info("fps(1000, 20, 3, 31.70, 31.95)")
        views[0].log.warning("a warning :: in two parts")
        views[0].log.error("an error with Umlaut ä")
    step += 1
    time.sleep(1 / rate)
