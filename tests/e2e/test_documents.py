"""What is written down is what there is: commands, options and exit codes of the README and its companions, targets of
make, the manual and the completions."""
import glob
import os
import re
import shlex
import shutil
import subprocess
import unittest

from program import run

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
COMMANDS = re.compile(r"^  ([a-z]+)  ", re.M)
OPTIONS = re.compile(r"^  (?:-\w, |    )--([a-z-]+)", re.M)


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def written():
    """The documents and files that call the program or make."""
    names = ["README.md", "CONTRIBUTING.md", "docs/layout.md", "docs/measured.md", ".ci/run", "packaging/crontab.sample", "tests/benchmark/README.md"]
    return {name: read(name) for name in names + [os.path.relpath(path, ROOT) for path in glob.glob(os.path.join(ROOT, "packaging", "debian", "*"))
                                                  if os.path.isfile(path)]}


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.options = {command: OPTIONS.findall(run(command, "--help").stdout) for command in COMMANDS.findall(run("--help").stdout)}

    def test_commands_and_options_are_the_programs(self):
        calls, wrong = 0, []
        for name, text in written().items():
            for before, command, rest in re.findall(r"(^|\./|/bin/|\*  )coreoffer ([a-z]+)\b([^`#\n]*)", text, re.M):
                if not before and command not in self.options:
                    continue  # a sentence begins so
                calls += 1
                wrong += [f"{name}: coreoffer {command} --{option}" for option in re.findall(r"(?<![\w-])--([a-z][a-z-]+)", rest)
                          if option not in self.options.get(command, ())]
                if command not in self.options:
                    wrong.append(f"{name}: coreoffer {command}")
        self.assertEqual(wrong, [])
        self.assertGreater(calls, 20)

    def test_targets_of_make_are_there(self):
        targets, wrong, calls = re.findall(r"^([a-z][a-z0-9-]*):", read("Makefile"), re.M), [], 0
        for name, text in written().items():
            for target in re.findall(r"(?:`|^ *|sudo |&& |\|\| )make (?:[A-Z0-9]+=[^\s`]+ )*([a-z][a-z0-9-]*)(?![\w/])", text, re.M):
                calls += 1
                if target not in targets:
                    wrong.append(f"{name}: make {target}")
        self.assertEqual(wrong, [])
        self.assertGreater(calls, 12)
        for name, text in {**written(), "Makefile": read("Makefile")}.items():
            for file in re.findall(r"\btest_[a-z_]+\.py\b", text):
                self.assertTrue(os.path.exists(os.path.join(ROOT, "tests", "e2e", file)), f"{name}: {file}")

    def test_exit_codes_are_the_same_everywhere(self):
        told = run("audit", "--help").stdout.partition("exit status:")[2]
        codes = {code for line in re.findall(r"^  (\d[\d, ]*)  ", told, re.M) for code in line.split(", ")}
        readme = re.search(r"Exit codes: (.*?)\.\n", read("README.md"), re.S).group(1)
        self.assertEqual(set(re.findall(r"(?:^|, |,\n)(\d+) [a-z]", readme)), {code.strip() for code in codes} - {"130", "143"})

    def test_the_manual_and_the_completions_know_every_option(self):
        manual, shells = run("manual").stdout, {shell: run("completion", shell).stdout for shell in ("bash", "zsh", "fish")}
        for line in manual.splitlines():  # a bare Ar prints "file ..."; a bare bar ends what it formats
            if " Ar" in line or line.startswith(".Ar"):
                self.assertNotRegex(line, r"Ar *$|Ar [^\"]*\|")
                self.assertEqual(line.count('"') % 2, 0, line)
        self.assertGreater(len(self.options), 15)
        for command, options in self.options.items():
            self.assertGreater(len(options), 4, command)
            words = {"bash": re.search(rf"(?m)^ *\*:{command}:-\*\).*$", shells["bash"]).group(),
                     "zsh": re.search(rf"(?ms)^    {command}\)$(.*?);;$", shells["zsh"]).group(1),
                     "fish": "\n".join(re.findall(rf"(?m)^complete -c coreoffer -n '__coreoffer_is {command}'.*$", shells["fish"]))}
            for option in options:
                with self.subTest(command=command, option=option):
                    self.assertRegex(manual, rf"(?m)^\.It .*Fl Fl {re.escape(option)}\b".replace("\\-", "\\\\?\\\\?-"))
                    self.assertRegex(words["bash"], rf" --{option}[ \"]")
                    self.assertRegex(words["zsh"], rf"'\*?--{option}=?\[")
                    self.assertRegex(words["fish"], rf" -l {option}( |$)")
        self.assertEqual(run("completion", "csh").returncode, 2)

    def test_completions_are_written_in_their_shells_grammar(self):
        """By the shell itself where it is installed, and by what can be told without: quotes, and what would end a word of _arguments."""
        for shell in ("bash", "zsh", "fish"):
            script = run("completion", shell).stdout
            with self.subTest(shell):
                if shutil.which(shell):
                    self.assertEqual(subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, timeout=30).stderr, "")
        specs = 0
        for line in run("completion", "zsh").stdout.splitlines():
            if line.startswith("            '") and "--" in line:
                spec = shlex.split(line.removesuffix("\\"))
                self.assertEqual(len(spec), 1, line)
                self.assertRegex(spec[0], r"^\*?--[a-z-]+(=\[([^][:\\]|\\.)+\]:([^][:\\]|\\.)+:(_files| |\([a-z ]+\))|\[([^][:\\]|\\.)+\])$")
                specs += 1
        self.assertGreater(specs, 200)
        for line in run("completion", "fish").stdout.splitlines():
            words = shlex.split(line)
            if words[0] == "complete":
                self.assertTrue(set(words[1:]) & {"-f", "-a", "-l"}, line)
        fish = run("completion", "fish").stdout
        self.assertNotIn("__fish_seen_subcommand_from", fish, "'rubric check' is not the command check")


if __name__ == "__main__":
    unittest.main()
