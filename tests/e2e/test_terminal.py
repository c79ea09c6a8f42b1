"""What is shown on a terminal, and nowhere else."""
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import tempfile
import termios
import unittest

from program import PROGRAM, SEEDS, run
from towns import TownCase


class Terminal(TownCase):
    def on_terminal(self, arguments, env, streams):
        """Runs with the named streams on a pseudo-terminal of 100 columns; gives what came there."""
        master, slave = pty.openpty()
        try:
            fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
            process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=slave if "stdout" in streams else subprocess.DEVNULL,
                                       stderr=slave if "stderr" in streams else subprocess.DEVNULL,
                                       env={"PATH": "/usr/bin:/bin", "TERM": "xterm", "COREOFFER_SEEDS": SEEDS, "TMPDIR": tempfile.gettempdir(), **env})
            os.close(slave)
            seen = b""
            while process.poll() is None or select.select([master], [], [], 0)[0]:
                if select.select([master], [], [], 0.1)[0]:
                    try:
                        seen += os.read(master, 65536)
                    except OSError:
                        break
            process.wait(60)
            return process.returncode, seen.decode()
        finally:
            os.close(master)

    def test_progress_only_on_a_terminal(self):
        place = self.place()
        slow = place.network()
        slow[slow.index("--delay") + 1] = "0.15"
        audit = [word for word in place.audit() if word not in place.network()] + slow
        code, seen = self.on_terminal(audit, {}, ("stderr",))
        self.assertEqual(code, 0)
        self.assertRegex(seen, r"\r(reading|links) \[[#.]{20}\] \d+/\d+, \d of 3 councils, \d+ hosts")
        self.assertRegex(seen, r"Run 1: 3 councils read, 0 not")
        for line in re.findall(r"\r([^\r\n]*)\x1b\[K", seen):
            self.assertLess(len(line), 80)
        code, seen = self.on_terminal([*audit, "--quiet"], {}, ("stderr",))
        self.assertEqual((code, seen), (0, ""))
        self.assertEqual(run(*audit).stderr, "")

    def test_colour_only_where_it_is_wanted(self):
        place = self.place()
        check = ["check", "http://www.alder.test/local-offer", *place.network()]
        for env, more, coloured in (({}, (), True), ({"NO_COLOR": "1"}, (), False), ({"NO_COLOR": ""}, (), True), ({"TERM": "dumb"}, (), False),
                                    ({}, ("--color", "never"), False), ({"NO_COLOR": "1"}, ("--color", "always"), True)):
            code, seen = self.on_terminal([*check, *more], env, ("stdout",))
            self.assertEqual(code, 0)
            self.assertEqual("\x1b[" in seen, coloured, (env, more))
        self.assertNotIn("\x1b", run(*check).stdout)
        self.assertIn("\x1b", run(*check, "--color", "always").stdout)


if __name__ == "__main__":
    unittest.main()
