"""What the server says with every answer: load nothing from elsewhere, let no other page frame or sniff us."""

from __future__ import annotations

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform

# Panel and Bokeh write inline scripts and styles, compile templates at run time and import modules from blobs.
_PANEL_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
STATIC_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

HEADERS = {
    "Content-Security-Policy": _PANEL_POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # From the home page on, the browser says whether the reader prefers a dark ground: no page flashes.
    "Accept-CH": "Sec-CH-Prefers-Color-Scheme",
    "Vary": "Sec-CH-Prefers-Color-Scheme",
}


class SecurityHeaders(OutputTransform):
    """Adds the headers to every answer that has not set its own."""

    def __init__(self, request: HTTPServerRequest) -> None:
        pass

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Tornado calls this once per answer, before the first bytes leave."""
        for name, value in HEADERS.items():
            if name == "Vary" and "Vary" in headers:
                headers[name] = f"{headers[name]}, {value}"
            elif name not in headers:
                headers[name] = value
        headers["Server"] = "simi-lab"
        return status_code, headers, chunk
