"""What the tests of readers share: the text that `bihuan extract --text` prints of a file, held against what is wanted."""
import subprocess


def prints(program, path, what, wanted):
    out = subprocess.run([program, "extract", "--text", path], capture_output=True, text=True)
    if out.stdout == wanted:
        return True
    print(f"{what}:\n wanted {wanted!r}\n got    {out.stdout!r} {out.stderr}")
    return False


def summed(good, n):
    """The last line, and the exit status."""
    print(f"{good} passed, {n - good} failed")
    return 0 if good == n else 1
