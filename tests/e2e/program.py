"""Calling the program as a user or cron would, and what it may say."""
import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import time

PROGRAM = os.path.abspath(os.environ.get("COREOFFER", "./coreoffer"))
SEEDS = os.path.abspath(os.environ.get("COREOFFER_SEEDS", "seeds"))
# Runs a command and writes the peak of its memory: what else this process has run is not in it.
MEASURED = """import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)"""


def run(*arguments, stdin=subprocess.DEVNULL, timeout=120, env=None, peak=None, **keywords):
    """Runs the program in an almost empty environment; stdout and stderr come back as text.
    `peak` is a file for its peak memory in kilobytes."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "COREOFFER_SEEDS": SEEDS}
    # A sanitizer's options, where the caller set any, are part of the build and not of the user.
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    environment.update(env or {})
    if "LD_PRELOAD" in environment:  # a sanitizer's runtime wants to be first; behind a shim it works as well
        environment["ASAN_OPTIONS"] = environment.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    measured = [sys.executable, "-c", MEASURED, peak] if peak else []
    return subprocess.run([*measured, PROGRAM, *arguments], stdin=stdin, capture_output=True, text=True, timeout=timeout, env=environment, **keywords)


def on_terminal(*arguments, columns=80, streams=("stdout",), env=None):
    """Runs the program with the named streams on a pseudo-terminal; gives its exit status and what came there."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, **{name: slave if name in streams else subprocess.DEVNULL for name in ("stdout", "stderr")},
                               env={"PATH": "/usr/bin:/bin", "TERM": "xterm", "COREOFFER_SEEDS": SEEDS, "TMPDIR": tempfile.gettempdir(), **(env or {})})
    os.close(slave)
    sent = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        sent += piece
    os.close(master)
    return process.wait(60), sent.decode()


def until(condition, seconds):
    """Whether the condition came true in time; it is asked again and again."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
