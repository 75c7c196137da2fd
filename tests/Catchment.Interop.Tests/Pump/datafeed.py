"""Does what a DataFeed client does: msgpack requests, and replies read by pandas, zlib and pickle.

    datafeed.py vectors ADDRESS VECTORS WATCHER   every recorded case; WATCHER is the endpoint of a stand-in for the watcher
    datafeed.py mutate ADDRESS                    what programs do with the frames
    datafeed.py holes ADDRESS                     requests that no correct client sends
    datafeed.py watch ADDRESS DATE                says the rows of a day for each line it is told
    datafeed.py news ADDRESS DATE EVENT           tells of an event as a watcher does
    datafeed.py hammer ADDRESS CLIENTS            asks until told to stop; says how often, and how often it had to ask anew
"""
import datetime
import hashlib
import io
import json
import pickle
import sys
import threading
import zlib

import msgpack
import numpy
import pandas
import zmq

context = zmq.Context()


def connect(address, timeout=90_000):
    socket = context.socket(zmq.REQ)
    socket.linger = 0
    socket.rcvtimeo = timeout
    socket.connect(address)
    return socket


def ask_raw(socket, *frames):
    socket.send_multipart(frames)
    return socket.recv_multipart()


def ask(socket, **request):
    return ask_raw(socket, msgpack.packb(request))


def payload(frames):
    assert len(frames) == 2, frames[0][:100]
    assert json.loads(frames[0]) == {"msg": "OK"} and frames[0] == b'{"msg": "OK"}'
    return frames[1]


def frame_of(frames):
    return pandas.read_pickle(io.BytesIO(payload(frames)))


def list_of(frames):
    return pickle.loads(zlib.decompress(payload(frames)))


def value(cell):
    if cell is None or cell is pandas.NA or cell is pandas.NaT or (isinstance(cell, float) and numpy.isnan(cell)):
        return None
    if isinstance(cell, pandas.Timestamp):
        return cell.strftime("%Y-%m-%dT%H:%M:%S.%f") + "%03d" % cell.nanosecond
    if isinstance(cell, pandas.Timedelta):
        return cell.value
    return cell.item() if isinstance(cell, numpy.generic) else cell


def described(frame):
    return {
        "type": "pandas.DataFrame",
        "columns": list(frame.columns),
        "dtypes": [str(t) for t in frame.dtypes],
        "index": [int(i) for i in frame.index],
        "rows": [[value(c) for c in row] for row in frame.itertuples(index=False)],
    }


def picture_size(jpeg):
    assert jpeg[:2] == b"\xff\xd8" and jpeg[-2:] == b"\xff\xd9"
    at = jpeg.index(b"\xff\xc0")
    return int.from_bytes(jpeg[at + 7:at + 9], "big"), int.from_bytes(jpeg[at + 5:at + 7], "big")


# Where the replacement's answer is better than the original's.
OWN = {
    "idx short row": {"index": [0]},
    "idx long row": {"index": [0]},
    "evt bad rect": {"index": [0]},
    "img missing day": {"items": []},
    "pic whole second, as the client asks": "pic whole second, name as on disk",
}


def vectors(address, folder, watcher):
    replier = context.socket(zmq.REP)
    replier.bind(watcher)
    told = []

    def stand_in():
        for reply in (b"OK", b"Error"):
            told.append(replier.recv().decode("ascii"))
            replier.send(reply)

    threading.Thread(target=stand_in, daemon=True).start()
    cases = json.load(open(folder + "/replies.json"))["cases"]
    by_name = {c["name"]: c for c in cases}
    bytes_equal = 0
    for case in cases:
        name, own = case["name"], OWN.get(case["name"])
        socket = connect(address)
        frames = ask_raw(socket, bytes.fromhex(case["request_hex"]))
        socket.close()
        if case.get("original_dies"):
            assert frames == [b"Error"], (name, frames)
            continue
        if isinstance(own, str):
            case = by_name[own]
        if case["framing"] == "plain" and own is None:
            assert frames == [case["decoded"]["ascii"].encode()], (name, frames)
            continue
        request = case.get("request", {})
        if request["cmd"] in ("idx", "evt"):
            got = described(frame_of(frames))
            if own is not None:
                assert got["index"] == own["index"], (name, got)
                assert "object" not in (got["dtypes"][4], got["dtypes"][5]), (name, got)
                continue
            assert got == case["decoded"], (name, got, case["decoded"])
            same = frames[1] == open(folder + "/" + case["portable"]["file"], "rb").read()
            assert same, (name, "the bytes differ from the portable form")
            bytes_equal += 1
        elif request["cmd"] in ("dat", "img"):
            got = list_of(frames)
            wanted = (own or case["decoded"])["items"]
            assert [i if isinstance(i, str) else i.isoformat(timespec="microseconds") for i in got] == wanted, (name, got)
            if "portable" in case:
                assert zlib.decompress(frames[1]) == zlib.decompress(open(folder + "/" + case["portable"]["file"], "rb").read()), name
        else:
            picture = payload(frames)
            size = picture_size(picture)
            assert size == (case["decoded"]["width"], case["decoded"]["height"]), (name, size)
            if size != (1, 1):
                assert hashlib.sha256(picture).hexdigest() == case["decoded"]["sha256"], name
    wanted = sum((c.get("forwarded_to_camwatcher", []) for c in cases), [])
    assert told == wanted, (told, wanted)
    print(f"cases {len(cases)} byte-equal frames {bytes_equal}")


def mutate(address):
    socket = connect(address)
    index = frame_of(ask(socket, cmd="idx", date="2024-05-01"))
    event = index.iloc[-1].event
    assert index["type"].value_counts()["trk"] == 4
    assert len(index.loc[index["type"] == "trk"]["event"].unique()) == 4
    index["x"] = 1
    index.loc[index.index[0], "width"] = 3
    index["when"] = index["timestamp"] + pandas.Timedelta(1, "s")
    assert (index["timestamp"] < datetime.datetime(2024, 5, 2)).all()
    index.sort_values("node", inplace=True)
    trk = frame_of(ask(socket, cmd="evt", date="2024-05-01", evt=event, trk="trk"))
    assert trk["classname"].str.startswith("person").all()
    assert trk["classname"].apply(lambda c: float(c.split()[1])).max() > 0.8
    picture = numpy.zeros((480, 640, 3))
    for row in trk.itertuples():
        assert picture[row.rect_y1:row.rect_y2, row.rect_x1:row.rect_x2].size > 0
        assert row.timestamp == trk["timestamp"][row.Index]
    assert trk.groupby("timestamp").size().sum() == len(trk)
    assert len(trk["timestamp"].unique()) == len(trk)
    trk["rect_x1"] += 5
    trk.loc[0, "rect_y1"] = pandas.NA
    trk["area"] = (trk["rect_x2"] - trk["rect_x1"]) * (trk["rect_y2"] - trk["rect_y1"])
    trk = pandas.concat([trk, trk]).sort_values("elapsed", ascending=False).reset_index(drop=True)
    trk.at[0, "classname"] = "dog: 1.0"
    assert trk["elapsed"].dt.total_seconds().min() == 0
    times = list_of(ask(socket, cmd="img", date="2024-05-01", evt=event))
    assert all(type(t) is datetime.datetime for t in times)
    assert picture_size(payload(ask(socket, cmd="pic", date="2024-05-01", evt=event, frametime=times[0].strftime("%Y-%m-%d_%H.%M.%S.%f")))) == (64, 48)
    assert ask(socket, cmd="HC") == [b"OK"]
    print("usable")


def holes(address):
    names = ["../..", "/etc", "", "a/b", "..", "2024-05-01/../2024-05-01", "x" * 100000, "a\0b", "2024-05-01\n", "é", "%s", ".*", "x; reboot"]
    asked = 0
    for name in names:
        for request in (
            {"cmd": "idx", "date": name}, {"cmd": "evt", "date": name, "evt": "e"}, {"cmd": "evt", "date": "2024-05-01", "evt": name},
            {"cmd": "evt", "date": "2024-05-01", "evt": "e", "trk": name}, {"cmd": "img", "date": "2024-05-01", "evt": name},
            {"cmd": "pic", "date": "2024-05-01", "evt": "e", "frametime": name}, {"cmd": "pic", "date": name, "evt": "e", "frametime": "2024-05-01_00.00.00"},
            {"cmd": "del", "date": name, "evt": "e"}, {"cmd": "del", "date": "2024-05-01", "evt": name}, {"cmd": name},
        ):
            socket = connect(address)
            frames = ask(socket, **request)
            if request["cmd"] in ("idx", "evt"):
                assert len(frame_of(frames)) == 0, request
            elif request["cmd"] == "img":
                assert list_of(frames) == [], request
            elif request["cmd"] == "pic":
                assert picture_size(payload(frames)) == (1, 1), request
            else:
                assert frames == [b"Error"], request
            socket.close()
            asked += 1
    for frames in ([b"", b""], [b"\x81\xa3cmd\xa2HC", b"x"], [b"\x91" * 100000], [b"\xdd\xff\xff\xff\xff"], [b"\xc4\x02HC"], [b"\xcb" + b"\0" * 8], [b"\xc3"], [b"\x80"] * 1000):
        socket = connect(address)
        assert ask_raw(socket, *frames) == [b"Error"], frames[0][:20]
        socket.close()
        asked += 1
    socket = connect(address)
    assert len(frame_of(ask(socket, cmd="idx", date="2024-02-30"))) == 0
    assert ask(socket, cmd="HC") == [b"OK"]
    print(f"refused {asked}")


def watch(address, date):
    socket = connect(address)
    for _ in sys.stdin:
        print(len(frame_of(ask(socket, cmd="idx", date=date))))


def news(address, date, event):
    socket = connect(address)
    print(ask(socket, cmd="Event", date=date, event=event, state="started", node="alpha5", view="PiCam3")[0].decode())


def hammer(address, clients):
    stop = threading.Event()
    counts = [[0, 0] for _ in range(clients)]

    def run(count):
        socket = connect(address, 1000)
        while not stop.is_set():
            try:
                assert len(frame_of(ask(socket, cmd="idx", date="2024-05-01"))) == 8
                assert len(list_of(ask(socket, cmd="dat"))) == 5
                assert len(payload(ask(socket, cmd="pic", date="2024-05-01", evt="3f1c0a9e07aa11efb942dca63261a32e", frametime="2024-05-01_07.32.12.856029"))) == 1147
                count[0] += 1
            except zmq.ZMQError:
                count[1] += 1
                socket.close()
                socket = connect(address, 1000)

    threads = [threading.Thread(target=run, args=(c,)) for c in counts]
    for thread in threads:
        thread.start()
    print("asking")
    for line in sys.stdin:
        if line.strip() == "stop":
            break
        before = [c[0] for c in counts]
        while any(c[0] <= b for c, b in zip(counts, before)):
            pass
        print("served")
    stop.set()
    for thread in threads:
        thread.join()
    print("rounds", sum(c[0] for c in counts), "anew", sum(c[1] for c in counts))


if __name__ == "__main__":
    mode, rest = sys.argv[1], sys.argv[2:]
    if mode == "hammer":
        hammer(rest[0], int(rest[1]))
    else:
        {"vectors": vectors, "mutate": mutate, "holes": holes, "watch": watch, "news": news}[mode](*rest)
