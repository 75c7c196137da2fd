"""A store with the wire behaviour of the original: one request on a connection, one line of JSON back, then the end.

Its points are registered beforehand; a write to any other key answers ok and is lost. Prints each write as a line of JSON.
"""
import json
import os
import socketserver
import sys


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline()
        try:
            request = json.loads(line)
        except ValueError as error:
            self.answer({"ok": False, "error": f"invalid json: {error}"})
            return
        if request.get("action") != "write":
            self.answer({"ok": False, "error": "unknown action"})
            return
        key = request.get("key")
        if not isinstance(key, str) or not key:
            self.answer({"ok": False, "error": "key required"})
            return
        print(json.dumps([key, request.get("value"), sorted(request)]), flush=True)
        self.answer({"ok": True})

    def answer(self, reply):
        self.wfile.write((json.dumps(reply) + "\n").encode())


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 5


path = sys.argv[1]
if os.path.exists(path):
    os.remove(path)
with Server(path, Handler) as server:
    print("listening", flush=True)
    server.serve_forever()
