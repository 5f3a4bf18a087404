"""A site of somebody else, on an origin of its own, that embeds something of ours."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Host:
    """Answers with what `pages` has for a path: a content type, a text and further headers."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"
        self.pages = {"/favicon.ico": ("image/svg+xml", "<svg/>", {})}

    def serve(self, path, text, content_type="text/html", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (f"{content_type}; charset=utf-8", text, named)
        return self.url + path


@contextmanager
def serving():
    """Serve a `Host` from a thread as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content_type, text, headers = host.pages[self.path]
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def nobody():
    """Hold a port where nothing answers as long as the block runs; give its origin."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # and no listen(): whoever connects is refused
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
