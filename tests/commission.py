"""A site with its first persons, in a folder of its own: what tests of commands by several persons share."""
import json
import os
import re
import subprocess

OK = 0
PASSWORD = "Lu-7-hong"


class Commission:
    def __init__(self, program, folder, root):
        """The system and the security administrator are logged in; the office acts by its account."""
        self.program, self.folder = program, folder
        made = json.loads(self.must("office", "init", f"--unit={root}", "--json"))
        self.passwords = {p["login"]: p["password"] for p in made["persons"]}
        for admin in ("sysadmin", "secadmin"):
            self.begin(admin)

    def run(self, who, *args, **env):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "XDG_", "LC_", "LANG"))}
        kept |= {"BIHUAN_LANG": "zh", "HOME": str(self.folder)} | ({} if who == "office" else {"BIHUAN_SESSION": str(self.folder / f"session-{who}")})
        return subprocess.run([self.program, *args], cwd=self.folder, capture_output=True, text=True, env=kept | env, stdin=subprocess.DEVNULL)

    def must(self, who, *args):
        r = self.run(who, *args)
        assert r.returncode == OK, f"{who} {args}: {r.returncode} {r.stderr}"
        return r.stdout

    def file(self, name, text):
        (self.folder / name).write_text(text + "\n")
        return name

    def begin(self, login):
        """Logged in, with a password of their own."""
        self.must(login, "passwd", login, f"--password-file={self.file('old', self.passwords[login])}", f"--new-password-file={self.file('new', PASSWORD)}")
        self.must(login, "login", login, f"--password-file={self.file('new', PASSWORD)}")

    def person(self, login):
        """A new one, logged in, without a role."""
        self.must("sysadmin", "person", "add", login, f"人{login}")
        self.passwords[login] = re.search(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", self.must("secadmin", "passwd", "--reset", login))[0]
        self.begin(login)
