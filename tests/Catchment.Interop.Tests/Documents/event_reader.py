"""A DataFeed client as a sentinel or a watchtower is: reads the newest day's events and the pictures of one, by pandas, zlib and pickle.

    event_reader.py ADDRESS                  waits until an event has 20 boxes and pictures; prints DATE EVENT, what it found, and OK
    event_reader.py ADDRESS del DATE EVENT   deletes an event; prints the answer
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Pump"))
from datafeed import ask, connect, frame_of, list_of, payload  # noqa: E402

pump = connect(sys.argv[1])
if sys.argv[2:3] == ["del"]:
    print(ask(pump, cmd="del", date=sys.argv[3], evt=sys.argv[4])[0].decode())
    sys.exit()

found = None
while found is None:
    for date in list_of(ask(pump, cmd="dat")):
        index = frame_of(ask(pump, cmd="idx", date=date))
        for event in index["event"].unique():
            if min(len(frame_of(ask(pump, cmd="evt", date=date, evt=event))), len(list_of(ask(pump, cmd="img", date=date, evt=event)))) >= 20:
                found = date, event, index
    if found is None:
        time.sleep(0.2)  # the client's own way: it looks again

date, event, index = found
times = list_of(ask(pump, cmd="img", date=date, evt=event))
pictures = [payload(ask(pump, cmd="pic", date=date, evt=event, frametime=time.strftime("%Y-%m-%d_%H.%M.%S.%f"))) for time in times]
assert all(picture[:2] == b"\xff\xd8" and picture[-2:] == b"\xff\xd9" for picture in pictures)
tracked = frame_of(ask(pump, cmd="evt", date=date, evt=event))
assert (tracked["rect_x1"] == 1).all() and tracked["classname"].str.startswith("person: 0.9").all()
row = index[index["event"] == event].iloc[0]
print(date, event, row.node, row.viewname, f"{row.width}x{row.height}", f"pictures {len(pictures)}", f"tracked {len(tracked)}", ask(pump, cmd="HC")[0].decode())
