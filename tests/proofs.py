#!/usr/bin/env python3
"""What bihuan proves of a log, a verifier that shares nothing with it believes; and nothing else.

    tests/proofs.py PROOF_FILES
"""
import functools
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import proof  # noqa: E402: beside this file

proof.signed = functools.cache(proof.signed)  # one checkpoint stands in many files
maker = sys.argv[1]
checked = 0

# Vectors: SM3 of GB/T 32905-2016, appendix A; RFC 8032, 7.1, TEST 1 to 3; the example of c2sp.org/signed-note.
SM3 = [(b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
       (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
ED25519 = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]
NOTE = ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "This is an example message.\n",
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n")
STRANGER = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"


def believed(check, *args):
    """The sentence of what was proved; None where something does not hold."""
    global checked
    checked += 1
    try:
        return check(*args)
    except proof.Wrong:
        return None


def vectors():
    for data, want in SM3:
        assert proof.sm3_plain(data).hex() == proof.sm3(data).hex() == want, data
    for key, text, signature in ED25519:
        key, text, signature = (bytes.fromhex(x) for x in (key, text, signature))
        assert proof.signed(key, text, signature), text
        assert not proof.signed(key, text + b"x", signature), text
        assert not proof.signed(key, text, signature[:-1] + bytes([signature[-1] ^ 1])), text
        assert not proof.signed(key, text, bytes([signature[0] ^ 1]) + signature[1:]), text
    key, text, line = NOTE
    assert proof.open_note(f"{text}\n{line}".encode(), proof.parse_key(key)) == text
    assert not believed(proof.open_note, f"{text} \n{line}".encode(), proof.parse_key(key))


def make(folder, kind, count, *changed):
    folder.mkdir()
    subprocess.run([maker, folder, kind, str(count), *map(str, changed)], check=True)
    return folder


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def one_event(folder, kind, key, n, tampered):
    envelope, payload, file = (Path(folder, f"{n}.{what}").read_bytes() for what in ("envelope", "payload", "proof"))
    inner = proof.HASHES[kind](payload)
    assert proof.inner_hash(kind, str(folder / f"{n}.payload")) == inner
    assert proof.inner_hash(kind, (folder / f"{n}.hash").read_text()) == inner
    assert believed(proof.check_event, kind, key, envelope, inner, file).startswith(f"event {n} "), (kind, n)
    if not tampered:
        return
    other = "sm3" if kind == "sha256" else "sha256"
    for at in range(len(envelope)):
        assert not believed(proof.check_event, kind, key, flipped(envelope, at), inner, file), (kind, n, at)
    for at in range(len(file)):
        assert not believed(proof.check_event, kind, key, envelope, inner, flipped(file, at)), (kind, n, at)
    for wrong in ((kind, key, envelope, flipped(inner, 0), file), (other, key, envelope, inner, file),
                  (kind, proof.parse_key(STRANGER), envelope, inner, file), (kind, key, envelope, inner, file[:-1]),
                  (kind, key, envelope + b"\n", inner, file), (kind, key, envelope[:-1], inner, file)):
        assert not believed(proof.check_event, *wrong), (kind, n, wrong)


def one_log(folder, kind, count):
    make(folder, kind, count)
    key = proof.parse_key((folder / "0.key").read_text())
    for n in range(count):
        one_event(folder, kind, key, n, n == 5)
    for m in range(count + 1):
        older, file = ((folder / f"{m}.{what}").read_bytes() for what in ("checkpoint", "growth"))
        assert believed(proof.check_growth, kind, key, older, file).startswith(f"from {m} to {count} "), (kind, m)
        if m == 6:
            for at in range(len(file)):
                assert not believed(proof.check_growth, kind, key, older, flipped(file, at)), (kind, m, at)
            for at in range(len(older)):
                assert not believed(proof.check_growth, kind, key, flipped(older, at), file), (kind, m, at)
    return key


def rewritten(folder, honest, key, count, changed):
    """Who holds the key has signed another past: it convinces nobody who kept a checkpoint of the true one."""
    make(folder, "sha256", count, changed)
    for m in range(1, count + 1):
        older, file = (honest / f"{m}.checkpoint").read_bytes(), (folder / f"{m}.growth").read_bytes()
        told = believed(proof.check_growth, "sha256", key, older, file)
        assert (told is not None) == (m <= changed), m
    for n in (changed, count - 1):
        envelope, file = (honest / f"{n}.envelope").read_bytes(), (folder / f"{n}.proof").read_bytes()
        inner = hashlib.sha256((honest / f"{n}.payload").read_bytes()).digest()
        assert (believed(proof.check_event, "sha256", key, envelope, inner, file) is not None) == (n != changed), n


def by_command(folder):
    """The program as people call it."""
    verifier = Path(__file__).with_name("proof.py")
    event = ["event", folder / "0.key", folder / "5.envelope", folder / "5.payload", folder / "5.proof"]
    growth = ["growth", folder / "0.key", folder / "3.checkpoint", folder / "3.growth"]
    wrong = ["growth", folder / "0.key", folder / "4.checkpoint", folder / "3.growth"]
    for args, status, said in ((event, 0, "proved: event 5 of "), (growth, 0, "proved: from 3 to "), (wrong, 1, "does not hold: ")):
        run = subprocess.run([sys.executable, verifier, *args], capture_output=True, text=True)
        assert run.returncode == status and run.stdout.startswith(said), run
    usage = subprocess.run([sys.executable, verifier, "event"], capture_output=True, text=True)
    assert usage.returncode == 1 and "KEY ENVELOPE PAYLOAD PROOF" in usage.stderr, usage


with tempfile.TemporaryDirectory() as name:
    top = Path(name)
    vectors()
    for kind, count in (("sha256", 0), ("sha256", 1), ("sha256", 2), ("sm3", 7)):
        one_log(top / f"{kind}-{count}", kind, count)
    key = one_log(top / "long", "sha256", 300)
    rewritten(top / "rewritten", top / "long", key, 300, 200)
    by_command(top / "long")
print(f"proofs: {checked} checked")
