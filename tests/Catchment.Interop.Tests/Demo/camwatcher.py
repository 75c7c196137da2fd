"""Stands in for the original camwatcher: takes CamUp and Agent, subscribes as it does, and checks every form of what comes.

Writes one JSON object when it has seen enough: what was seen, and per event the rows and pictures.
"""
import io
import json
import re
import sys
from datetime import datetime

import zmq
from PIL import Image

HEX = re.compile(r"[0-9a-f]{32}")
TASKS = ("MobileNetSSD_allFrames", "GetFaces", "FaceRecon", "VehicleSpeed")
context = zmq.Context.instance()
control = context.socket(zmq.REP)
port = control.bind_to_random_port("tcp://127.0.0.1")
logs = context.socket(zmq.SUB)
logs.setsockopt(zmq.SUBSCRIBE, b"")
images = context.socket(zmq.SUB)
images.setsockopt(zmq.SUBSCRIBE, b"")
results = context.socket(zmq.SUB)
results.setsockopt(zmq.SUBSCRIBE, b"")
sentinel = context.socket(zmq.REQ)
print(port)

views, events, jobs, pictures = set(), {}, {}, {}
seen = {"health": 0, "pictures": 0, "done": [], "moved": 0}


def on_control(text):
    request = json.loads(text.decode("ascii"))
    if request["cmd"] == "CamUp":
        assert set(request) == {"cmd", "node", "view", "logger", "images"}, request
        if request["node"] not in {node for node, _ in views}:
            logs.connect(request["logger"])
            images.connect(request["images"])
        views.add((request["node"], request["view"]))
    else:
        assert request["cmd"] == "Agent" and set(request) == {"cmd", "name", "requests", "publisher", "datapump", "datasink"}, request
        results.connect(request["publisher"])
        sentinel.connect(request["requests"])


def on_log(topic, text):
    node, level = topic.decode("utf-8").split(".")
    message = text.decode("utf-8")
    assert message.endswith("\n")
    if level != "INFO":
        assert message.startswith(level + " ")
    elif message.startswith("fps"):
        assert re.fullmatch(r"fps\(\d+, \d+, \d+, \d+\.\d\d, \d+\.\d\d\)\n", message), message
        seen["health"] += 1
    else:
        assert message.startswith("ote"), message
        on_record(node, json.loads(message[3:]))


def on_record(node, record):
    assert HEX.fullmatch(record["id"]) and (node, record["view"]) in views
    if record["type"] == "start":
        assert record["new"] is True and record["camsize"] == [640, 480] and record["fps"] > 0
        datetime.fromisoformat(record["timestamp"])
        events[record["id"]] = {"view": (node, record["view"]), "rows": []}
    elif record["type"] == "trk":
        assert re.fullmatch(r"(person|car|dog|cat): 0\.\d{4}", record["clas"]), record
        datetime.fromisoformat(record["timestamp"])
        events[record["id"]]["rows"].append((record["timestamp"], record["obj"], record["rect"]))
    else:
        assert record["type"] == "end"
        for task, priority in record["tasks"]:
            assert task in TASKS
            sentinel.send(json.dumps({
                "task": task, "node": [node, record["view"]], "date": events[record["id"]]["rows"][0][0][:10], "event": record["id"],
                "sink": "sink1", "pump": "tcp://127.0.0.1:5556", "priority": priority}).encode("ascii"))
            job = sentinel.recv().decode("ascii")
            assert HEX.fullmatch(job), job
            jobs[job] = {"task": task, "event": record["id"], "rows": 0, "types": set()}


def on_result(topic, text):
    assert topic == b"Sentinel.INFO"
    record = json.loads(text)
    if record.get("flag") == "EOJ":
        job = jobs[record["jobid"]]
        assert record["status"] == "Done" and record["sink"] == "sink1" and len(record["taskstats"]) == 2, record
        assert job["rows"] > 0, job
        seen["done"].append([job["task"], sorted(job["types"])])
    elif "flag" not in record:
        job = jobs[record["jobid"]]
        times = [row[0] for row in events[job["event"]]["rows"]]
        assert record["ringctrl"] in ("full", "trk") and record["start"] in times and record["offset"] == 0, record
        job["rows"] += 1
        job["types"].add(record["refkey"])


def on_picture(header, jpeg):
    text = json.loads(header)["msg"]
    camera, kind, time = text.split("|")
    node, view = camera.split(" ")
    assert kind == "jpg"
    datetime.fromisoformat(time)
    picture = Image.open(io.BytesIO(jpeg))
    assert picture.size == (640, 480)
    seen["pictures"] += 1
    pictures[(node, view, time)] = jpeg


def check_boxes():
    """Inside of an object's box two pictures of an event differ more than outside of it."""
    import numpy
    for event in events.values():
        rows = [row for row in event["rows"] if row[1] == 0 and event["view"] + (row[0],) in pictures and row[2][0] >= 0 and row[2][2] <= 640]
        if len({row[1] for row in event["rows"]}) != 1 or len(rows) < 8:
            continue
        first, last = rows[0], rows[-1]
        if not (first[2][2] <= last[2][0] or last[2][2] <= first[2][0]):
            continue
        one, two = (numpy.asarray(Image.open(io.BytesIO(pictures[event["view"] + (row[0],)])).convert("L"), dtype=float) for row in (first, last))
        change = numpy.abs(one - two)
        x1, y1, x2, y2 = first[2]
        inside = change[y1:y2, x1:x2].mean()
        change[y1:y2, x1:x2] = 0
        x1, y1, x2, y2 = last[2]
        change[y1:y2, x1:x2] = 0
        assert inside > 10 * change.mean() + 1, (inside, change.mean())
        seen["moved"] += 1


poller = zmq.Poller()
for socket in (control, logs, images, results):
    poller.register(socket, zmq.POLLIN)
wanted = int(sys.argv[1])
while len(seen["done"]) < wanted or len(views) < 4:
    for socket, _ in poller.poll():
        frames = socket.recv_multipart()
        if socket is control:
            assert len(frames) == 1
            on_control(frames[0])
            control.send(b"OK")
        else:
            assert len(frames) == 2
            (on_log if socket is logs else on_picture if socket is images else on_result)(*frames)
check_boxes()
print(json.dumps({**seen, "views": sorted(" ".join(view) for view in views)}))
