"""Renders records with Python's logging: a request a line, {format, datefmt, time, level, name, message}; the text comes back as JSON."""
import json
import logging
import sys

for line in sys.stdin:
    request = json.loads(line)
    record = logging.LogRecord(request["name"], request["level"], "x.py", 0, request["message"], None, None)
    record.created = request["time"]
    record.msecs = request["msecs"] + 0.0
    print(json.dumps(logging.Formatter(request["format"], request["datefmt"]).format(record)), flush=True)
