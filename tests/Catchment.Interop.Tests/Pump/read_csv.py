"""Compares the pump's frames with what pandas' own read_csv makes of the same files.

    read_csv.py ADDRESS CSVROOT ROUNDS SEED
"""
import io
import os
import random
import sys

import msgpack
import pandas
import zmq

INDEX = ["node", "viewname", "timestamp", "event", "width", "height", "type"]
SET = ["timestamp", "objid", "classname", "rect_x1", "rect_y1", "rect_x2", "rect_y2"]
WORDS = ["alpha5", "a b", " a ", "1", "123e4", "NA", "N/A", "NaN", "nan", "null", "NULL", "n/a", "#N/A", "#NA", "<NA>", "-nan", "-NaN", "1.#IND", "-1.#IND",
         "1.#QNAN", "-1.#QNAN", "#N/A N/A", "na", "Null", "-NA", "", "é", "日本", 'a"b', "person: 0.9876", "Ann: 99.61% (0.51|-0.12|1|1)", "x" * 300, "True", "0x10", "inf", "-"]


def text(draw):
    word = draw.choice(WORDS)
    kind = draw.random()
    if kind < 0.15:
        return '"' + word.replace('"', '""') + draw.choice([",", "\n", "\r\n", '""', ""]) + '"'
    if kind < 0.2:
        return '"' + word.replace('"', "") + '"tail'
    return word


def time(draw, places=(0, 6)):
    whole = "2024-05-01%s%02d:%02d:%02d" % (draw.choice("T "), draw.randrange(24), draw.randrange(60), draw.randrange(3))
    digits = draw.choice(places)
    return whole + ("." + "".join(draw.choice("0123456789") for _ in range(digits)) if digits else "")


def lines(draw, rows):
    end = draw.choice(["\n", "\n", "\r\n"])
    out = ""
    for row in rows:
        out += row + end
        while draw.random() < 0.1:
            out += draw.choice(["", "  "]) + end
    return out if draw.random() < 0.7 else out.rstrip(" \r\n")


def index_file(draw):
    return lines(draw, [",".join([text(draw), text(draw), time(draw), draw.choice("abc") + str(draw.randrange(5)), str(draw.randrange(-5, 5000)), str(draw.randrange(5000)), text(draw)])
                        for _ in range(draw.randrange(1, 40))])


def number(draw):
    return draw.choice(["13", "-4", "13.0", "1e3", "", "NA", "0", "640", " 7", "+5"])


def set_row(draw):
    row = [time(draw), text(draw), text(draw)] + [number(draw) for _ in range(4)]
    kind = draw.random()
    if kind < 0.1:
        row = row[:draw.randrange(3, 7)]  # short
    elif kind < 0.15:
        row = row + ["more"]
    elif kind < 0.2:
        row[0] = draw.choice(["", "yesterday", "2024-13-01T00:00:00"])
    return ",".join(row)


def set_file(draw):
    good = ",".join([time(draw), "1", "person"] + ["1"] * 4)  # as the first row a longer one spoils the file for pandas
    return lines(draw, [",".join(SET), good] + [set_row(draw) for _ in range(draw.randrange(40))])


def ask(socket, **request):
    socket.send(msgpack.packb(request))
    header, payload = socket.recv_multipart()
    return pandas.read_pickle(io.BytesIO(payload))


def index_by_pandas(path):
    frame = pandas.read_csv(path, names=INDEX, parse_dates=["timestamp"], dtype={c: str for c in ("node", "viewname", "event", "type")})
    return frame.sort_values("timestamp", ascending=False, kind="stable")


def set_by_pandas(path, start):
    frame = pandas.read_csv(path, dtype={"objid": str, "classname": str, **{c: "Int64" for c in SET[3:]}}, on_bad_lines="skip")
    frame["timestamp"] = pandas.to_datetime(frame["timestamp"], errors="coerce")
    frame = frame.dropna(subset=["timestamp"]).sort_values("timestamp", kind="stable")
    frame["elapsed"] = frame["timestamp"] - start
    return frame


def same(got, wanted, path):
    try:
        pandas.testing.assert_frame_equal(got, wanted)
    except AssertionError:
        print("DIFFERENT", path)
        sys.stderr.write(open(path, newline="").read() + "\n" + got.to_string() + "\n" + wanted.to_string() + "\n")
        raise


def main(address, root, rounds, seed):
    socket = zmq.Context().socket(zmq.REQ)
    socket.linger = 0
    socket.rcvtimeo = 90_000
    socket.connect(address)
    draw = random.Random(int(seed))
    rows = 0
    for round in range(int(rounds)):
        day = "2024-%02d-%02d" % (round % 12 + 1, round // 12 % 28 + 1)
        os.makedirs(f"{root}/{day}", exist_ok=True)
        index = f"{root}/{day}/camwatcher.csv"
        open(index, "w", newline="", encoding="utf-8").write(index_file(draw))
        wanted = index_by_pandas(index)
        same(ask(socket, cmd="idx", date=day), wanted, index)
        event = wanted["event"].iloc[0]
        start = wanted.loc[wanted["event"] == event, "timestamp"].min()
        tracking = f"{root}/{day}/{event}_trk.csv"
        open(tracking, "w", newline="", encoding="utf-8").write(set_file(draw))
        of = set_by_pandas(tracking, start)
        same(ask(socket, cmd="evt", date=day, evt=event), of, tracking)
        rows += len(wanted) + len(of)
    print("rows" if rows > int(rounds) else "too few", "equal")


if __name__ == "__main__":
    main(*sys.argv[1:])
