"""A server on loopback that plays an endpoint of the OpenAI protocol, as good or as bad as a test wants it."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from workbench.framing import read_codebook

FRAMES = read_codebook("generic").frames["frame"].tolist()


def completion(content, *, finish="stop", usage=(100, 10), **message):
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "pretend-1",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content} | message}
        ],
    }
    if usage:
        body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return 200, {}, json.dumps(body)


def codes(*seen, frames=FRAMES, **options):
    """Reply that these frames are seen and the others are not."""
    return completion(json.dumps({frame: int(frame in seen) for frame in frames}), **options)


def error(status, message="no", headers=None, **fields):
    return status, headers or {}, json.dumps({"error": {"message": message, **fields}})


class Endpoint:
    """What the server was asked, and what it replies: `answer(body, number)` gives a reply, "hang" or "break"."""

    def __init__(self, answer):
        self.answer = answer
        self.asked, self.headers = [], []
        self.at_once, self.most_at_once = 0, 0
        self.lock = threading.Lock()
        self.closing = threading.Event()

    @property
    def texts(self):
        """What stood between the marks, in the order it was asked."""
        return [body["messages"][1]["content"].split(" =====\n", 1)[1].split("\n===== TEXT")[0] for body in self.asked]

    def reply(self, body, headers):
        with self.lock:
            self.asked.append(body)
            self.headers.append(headers)
            number = len(self.asked)
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            return self.answer(body, number)
        finally:
            with self.lock:
                self.at_once -= 1


@contextmanager
def serving(answer):
    """Run the endpoint while the block lasts."""
    endpoint = Endpoint(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = endpoint.reply(body, {name.lower(): value for name, value in self.headers.items()})
            if reply == "hang":
                endpoint.closing.wait(5)
                self.close_connection = True
                return
            if reply == "break":  # promises more than it sends, and goes
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b'{"id": "x", "cho')
                self.close_connection = True
                return
            status, headers, content = reply
            raw = content.encode("utf-8", "surrogatepass")
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        endpoint.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def slowly(answer, seconds):
    """Answer after a while; `seconds` is looked up by the number of the request."""

    def waiting(body, number):
        time.sleep(seconds(number))
        return answer(body, number)

    return waiting
