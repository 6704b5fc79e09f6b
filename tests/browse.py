"""A browser without eyes: cookies, forms and links of pages, for tests of what is served."""
import http.client
import re
import subprocess
from html.parser import HTMLParser
from urllib.parse import quote, urlencode, urlsplit


class Page(HTMLParser):
    """Links, figures that lead somewhere, forms with their fields, headings, rows of tables and text of a page."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.links, self.figures, self.forms, self.rows, self.headings, self.text, self.html = {}, [], [], [], [], "", html
        self._open, self._cell, self._choice = [], None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self._open.append(tag)
        if tag == "a":
            self._href = a.get("href")
            self._words = ""
        elif tag == "form":
            self.forms.append({"action": a.get("action"), "method": a.get("method", "get"), "fields": {}, "enctype": a.get("enctype", ""), "buttons": []})
        elif tag in ("input", "textarea", "select") and self.forms and "name" in a:
            self.forms[-1]["fields"][a["name"]] = a.get("value", "")
            self._choice = a["name"] if tag in ("select", "textarea") else None
        elif tag == "button" and self.forms:
            self.forms[-1]["buttons"].append(a)
        elif tag == "option" and "selected" in a:
            self.forms[-1]["fields"][self._choice] = a.get("value", "")
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
        elif tag in ("h1", "h2"):
            self.headings.append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass
        if tag == "a":
            self.links.setdefault(self._words.strip(), self._href)
            if self._words.strip().isdigit():
                self.figures.append((self._words.strip(), self._href))

    def handle_data(self, data):
        self.text += data
        if "a" in self._open:
            self._words += data
        if self._open[-1:] == ["textarea"]:
            self.forms[-1]["fields"][self._choice] += data
        if self.rows and {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data.strip()
        if self.headings and {"h1", "h2"} & set(self._open):
            self.headings[-1] += data

    def form(self, action):
        return next(f for f in self.forms if f["action"] == action)


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def page(self):
        return Page(self.body.decode())


class Browser:
    """One person's: keeps cookies, follows 303 where it is told to."""
    quote = staticmethod(quote)

    def __init__(self, port):
        self.port, self.cookies, self.connection = port, {}, None

    def ask(self, method, path, body=None, headers=(), follow=False):
        sent = {"Host": f"127.0.0.1:{self.port}"} | dict(headers)
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            self.connection.request(method, path, body, sent)
            a = Answer(self.connection.getresponse())
        except (http.client.HTTPException, OSError):
            self.connection.close()
            self.connection = None
            raise
        for cookie in a.headers.get_all("Set-Cookie") or []:
            name, value = re.match(r"([^=]+)=([^;]*)", cookie).groups()
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        if follow and a.status == 303:
            return self.ask("GET", a.headers["Location"])
        return a

    def get(self, path, **more):
        return self.ask("GET", quote(path, safe="/?&=%#+:.-_~"), follow=True, **more)

    def post(self, path, fields, headers=(), follow=True):
        return self.ask("POST", path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"} | dict(headers), follow)

    def post_files(self, path, fields, files=()):
        """files: name of the field, name of the file, bytes."""
        mark, parts = "xBoundary7", []
        for name, value in fields.items():
            parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for name, file, data in files:
            parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + data + b"\r\n")
        return self.ask("POST", path, b"".join(parts) + f"--{mark}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={mark}"}, True)

    def login(self, login, password, **more):
        form = self.get("/login").page.form("/login")
        return self.post("/login", form["fields"] | {"login": login, "password": password} | more, follow=False)


class Served:
    """A program that serves, until the end of the block."""

    def __init__(self, program, folder, *args):
        self.process = subprocess.Popen([program, "serve", "--listen=127.0.0.1:0", "--lang=en", *args], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(self.process.stderr.read())
        self.port = urlsplit(line.split()[-1]).port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.status = self.process.wait(timeout=30)
        self.said = self.process.stderr.read()
