"""A store that speaks S3, of Python's standard library alone: it checks every signature (version 4) and every checksum.

usage: s3_peer.py ACCESS SECRET REGION BUCKET [unconditional|unknowing]
Writes its port, then answers lines: `dump` (objects and open uploads as JSON), `put KEY TEXT` (an object by another hand).
Keys with a word in them are a fault: `damaged` (a byte changes on its way), `busy` (503 at the first request), `hanging` (no answer),
`refused` (403).
"""
import base64
import hashlib
import hmac
import json
import sys
import threading
import urllib.parse
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

ACCESS, SECRET, REGION, BUCKET = sys.argv[1:5]
MODE = sys.argv[5] if len(sys.argv) > 5 else ""
lock = threading.Lock()
objects, uploads, tried, puts = {}, {}, set(), [0]


class Refusal(Exception):
    def __init__(self, status, code, message="no"):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            path, _, query = self.path.partition("?")
            self.query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
            bucket, _, self.key = urllib.parse.unquote(path[1:]).partition("/")
            if "hanging" in self.key:
                threading.Event().wait(30)
            with lock:
                if "busy" in self.key and self.key not in tried:
                    tried.add(self.key)
                    raise Refusal(503, "SlowDown")
            if "damaged" in self.key and body:
                body = bytes([body[0] ^ 1]) + body[1:]
                self.authorize(path, query)
            else:
                self.authorize(path, query, body)
            if bucket != BUCKET:
                raise Refusal(404, "NoSuchBucket", "The specified bucket does not exist")
            if "refused" in self.key:
                raise Refusal(403, "AccessDenied", "Access Denied")
            wanted = self.headers.get("Content-MD5")
            if wanted and base64.b64decode(wanted) != hashlib.md5(body).digest():
                raise Refusal(400, "BadDigest", "The Content-MD5 you specified did not match what we received.")
            with lock:
                self.answer(*getattr(self, "on_" + self.command)(body))
        except Refusal as refusal:
            text = "<Error><Code>%s</Code><Message>%s</Message></Error>" % (refusal.code, refusal.message)
            self.answer(refusal.status, {"Content-Type": "application/xml"}, text.encode())

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_one

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def authorize(self, path, query, body=None):
        head = self.headers
        words = head.get("Authorization", "")
        if not words.startswith("AWS4-HMAC-SHA256 "):
            raise Refusal(403, "AccessDenied", "unsigned")
        parts = dict(part.strip().split("=", 1) for part in words[17:].split(","))
        access, day, region, service, _ = parts["Credential"].split("/")
        if access != ACCESS:
            raise Refusal(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
        if region != REGION or service != "s3":
            raise Refusal(400, "AuthorizationHeaderMalformed", "the region is wrong; expecting '%s'" % REGION)
        when = datetime.strptime(head["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        if abs(datetime.now(timezone.utc) - when) > timedelta(minutes=15):
            raise Refusal(403, "RequestTimeTooSkewed")
        names = parts["SignedHeaders"].split(";")
        for name in head.keys():
            if (name.lower().startswith("x-amz-") or name.lower() == "content-md5") and name.lower() not in names:
                raise Refusal(403, "AccessDenied", "%s is not signed" % name)
        pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
        quote = lambda text: urllib.parse.quote(text, safe="-_.~")
        canonical = "\n".join([
            self.command, urllib.parse.quote(urllib.parse.unquote(path), safe="/-_.~"), "&".join(quote(k) + "=" + quote(v) for k, v in pairs),
            "".join("%s:%s\n" % (name, " ".join((head.get(name) or "").split())) for name in names), ";".join(names), head["X-Amz-Content-SHA256"]])
        scope = "/".join([day, region, service, "aws4_request"])
        text = "\n".join(["AWS4-HMAC-SHA256", head["X-Amz-Date"], scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = sign(sign(sign(sign(("AWS4" + SECRET).encode(), day), region), service), "aws4_request")
        if not hmac.compare_digest(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), parts["Signature"]):
            raise Refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.")
        if body is not None and head["X-Amz-Content-SHA256"] != "UNSIGNED-PAYLOAD" and head["X-Amz-Content-SHA256"] != hashlib.sha256(body).hexdigest():
            raise Refusal(400, "XAmzContentSHA256Mismatch")

    def must_be_new(self):
        if self.headers.get("If-None-Match") == "*":
            if MODE == "unknowing":
                raise Refusal(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
            if MODE != "unconditional" and self.key in objects:
                raise Refusal(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")

    def facts(self):
        return {name.lower()[11:]: value for name, value in self.headers.items() if name.lower().startswith("x-amz-meta-")}

    def on_GET(self, body):
        if self.key or self.query.get("list-type") != "2":
            raise Refusal(501, "NotImplemented")
        return 200, {"Content-Type": "application/xml"}, b"<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>"

    def on_HEAD(self, body):
        if self.key not in objects:
            raise Refusal(404, "NoSuchKey")
        found = objects[self.key]
        headers = {"ETag": '"%s"' % found["tag"], "Content-Length": str(len(found["body"]))}
        headers.update(("x-amz-meta-" + name, value) for name, value in found["facts"].items())
        return 200, headers

    def on_PUT(self, body):
        puts[0] += 1
        tag = hashlib.md5(body).hexdigest()
        if "uploadId" in self.query:
            uploads[self.query["uploadId"]]["parts"][int(self.query["partNumber"])] = body
        else:
            self.must_be_new()
            objects[self.key] = {"body": body, "tag": tag, "facts": self.facts(), "class": self.headers.get("x-amz-storage-class")}
        return 200, {"ETag": '"%s"' % tag}

    def on_POST(self, body):
        if "uploads" in self.query:
            name = "upload%d" % (len(tried) + len(uploads) + puts[0])
            uploads[name] = {"parts": {}, "facts": self.facts(), "class": self.headers.get("x-amz-storage-class")}
            text = "<InitiateMultipartUploadResult><UploadId>%s</UploadId></InitiateMultipartUploadResult>" % name
            return 200, {"Content-Type": "application/xml"}, text.encode()
        self.must_be_new()
        upload = uploads[self.query["uploadId"]]
        listed = [{child.tag.split("}")[-1]: child.text for child in part} for part in ElementTree.fromstring(body) if part.tag.endswith("Part")]
        digests = [hashlib.md5(upload["parts"][int(part["PartNumber"])]).digest() for part in listed]
        if [part["ETag"].strip('"') for part in listed] != [digest.hex() for digest in digests]:
            raise Refusal(400, "InvalidPart")
        tag = "%s-%d" % (hashlib.md5(b"".join(digests)).hexdigest(), len(digests))
        whole = b"".join(upload["parts"][int(part["PartNumber"])] for part in listed)
        objects[self.key] = {"body": whole, "tag": tag, "facts": upload["facts"], "class": upload["class"]}
        del uploads[self.query["uploadId"]]
        text = "<CompleteMultipartUploadResult><ETag>&quot;%s&quot;</ETag></CompleteMultipartUploadResult>" % tag
        return 200, {"Content-Type": "application/xml"}, text.encode()

    def on_DELETE(self, body):
        uploads.pop(self.query["uploadId"], None)
        return 204, {}


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1])
for line in sys.stdin:
    words = line.rstrip("\n").split(" ", 2)
    with lock:
        if words[0] == "put":
            content = words[2].encode()
            objects[words[1]] = {"body": content, "tag": hashlib.md5(content).hexdigest(), "facts": {}, "class": None}
            print("ok")
        else:
            found = {key: {"blake2b": hashlib.blake2b(o["body"]).hexdigest(), "size": len(o["body"]), "facts": o["facts"], "class": o["class"], "tag": o["tag"]} for key, o in objects.items()}
            print(json.dumps({"objects": found, "uploads": len(uploads), "puts": puts[0]}))
