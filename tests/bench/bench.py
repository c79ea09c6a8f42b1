#!/usr/bin/env python3
"""Measures the program beside others in one run and prints ratios; nothing here can fail a test.

  make bench                      everything
  make bench BENCH="crawl"        crawl | judge | flat | many | frontier

crawl: SITES sites of PAGES pages on loopback, one connection a host: a full audit (links, scoring, store, archive,
report) against wget2's and Scrapy's bare mirror of the same sites; then as many pages on one site: `links`, which crawls, checks and archives
and judges nothing, against wget2's bare mirror of it.
judge: a thousand saved pages against libxml2's own tree parse of them, in processor time: the shared
pages as they are, and the largest of them, as many as average 25 KiB.
flat: one site of each number of pages in SIZES: what a page costs must not grow with the site. Only when asked for.
many: COUNCILS councils of 60 pages with a delay of 0.1 s: the visit's length against what the busiest host's requests
take at that pace, by the server's log; and what processor time it took, since a visit that keeps all processors busy, or has
to share them, is bound by them and not by the pace. TMPDIR=/dev/shm leaves the disk out. Only when asked for.
frontier: a million links that are known and not asked for yet: their memory. Only when asked for.
"""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
PROGRAM = os.path.abspath(os.environ.get("COREOFFER", os.path.join(ROOT, "coreoffer")))
TOOLS = os.path.abspath(os.environ.get("BENCH_TOOLS", os.path.join(ROOT, "build", "release", "bench")))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
SITES = int(os.environ.get("SITES", "16"))
PAGES = int(os.environ.get("PAGES", "250"))
SIZES = [int(size) for size in os.environ.get("SIZES", "1000 5000 20000 50000").split()]
COUNCILS = int(os.environ.get("COUNCILS", "153"))


def measure(command, **keywords):
    """Wall seconds, processor seconds and peak MiB of one whole process."""
    return finish(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **keywords))


def finish(process):
    begun = time.monotonic()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def median(values):
    return sorted(values)[len(values) // 2]


def rounds(commands):
    """Runs the commands in turn, ROUNDS times; the medians of each. What they wrote goes at the end: for minutes after
    thousands of files were removed ext4 is several times as slow to make others."""
    figures = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as whole:
        for _ in range(ROUNDS):
            for name, prepare in commands.items():
                code, *row = measure(**prepare(tempfile.mkdtemp(dir=whole)))
                if code not in (0, 3, 8):
                    print(f"{name}: exit status {code}")
                figures[name].append(row)
    return {name: [median([row[i] for row in rows]) for i in range(3)] for name, rows in figures.items()}


def table(figures, against, column, unit):
    for name, (wall, cpu, memory) in figures.items():
        ratio = figures[name][column] / figures[against][column]
        print(f"{name:28} wall {wall:7.2f} s  cpu {cpu:7.2f} s  memory {memory:6.0f} MiB  {unit} ratio {ratio:5.2f}")


def serve(pages, sites):
    """The server, and its sites' addresses."""
    server = subprocess.Popen([os.path.join(TOOLS, "webserver"), str(pages)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = server.stdout.readline().strip()
    return server, [f"http://127.0.1.{i + 1}:{port}/" for i in range(sites)]


def end(server):
    """Hosts that were asked, the busiest one's requests, when the first request came and the last (time.monotonic)."""
    hosts, busiest, first, last = server.communicate()[0].split()
    return int(hosts), int(busiest), float(first), float(last)


def audit_command(directory, urls, pages, delay):
    councils = os.path.join(directory, "councils.csv")
    with open(councils, "w") as file:
        file.write("gss_code,council_name,region,council_url,local_offer_url\n")
        for i, url in enumerate(urls):
            file.write(f"E06{i:06d},Bench {i},North,{url},{url}\n")
    return [PROGRAM, "audit", "--councils", councils, "--store", os.path.join(directory, "s.db"), "--out", os.path.join(directory, "report"),
            "--delay", str(delay), "--allow-private", "--max-pages", str(pages + 50), "--quiet"]


def wget2_command(directory, urls):
    return ["wget2", "-q", "-r", "-l", "0", "--max-threads=16", "--no-robots", "-P", directory, *urls]


def crawl():
    crawl_sites()
    if shutil.which("wget2"):
        crawl_one_site()


def crawl_sites():
    server, urls = serve(PAGES, SITES)

    def audit(directory):
        return {"command": audit_command(directory, urls, PAGES, 0)}

    def wget2(directory):
        return {"command": wget2_command(directory, urls)}

    def scrapy(directory):
        return {"command": ["scrapy", "runspider", "-L", "ERROR", os.path.join(HERE, "spider.py"), "-a", "urls=" + ",".join(urls)],
                "cwd": directory}

    commands = {"coreoffer audit": audit}
    for name, tool in (("wget2", wget2), ("scrapy", scrapy)):
        path = shutil.which(name)
        if path and (name != "scrapy" or subprocess.run([path, "version"], capture_output=True).returncode == 0):
            commands[name] = tool
        else:
            print(f"{name} is not installed: left out")
    try:
        print(f"{SITES} sites of {PAGES} pages of 25 KiB on loopback, {ROUNDS} rounds, medians:")
        figures = rounds(commands)
        table(figures, "wget2" if "wget2" in figures else "coreoffer audit", 0, "wall")
    finally:
        end(server)


def crawl_one_site():
    pages = SITES * PAGES
    server, urls = serve(pages, 1)

    def links(directory):
        return {"command": [PROGRAM, "links", "--store", os.path.join(directory, "s.db"), "--delay", "0", "--allow-private",
                            "--max-pages", str(pages + 50), "--format", "jsonl", *urls]}

    def wget2(directory):
        return {"command": wget2_command(directory, urls)}

    try:
        print(f"one site of {pages} pages of 25 KiB on loopback, {ROUNDS} rounds, medians:")
        table(rounds({"coreoffer links": links, "wget2": wget2}), "wget2", 0, "wall")
    finally:
        end(server)


def flat():
    least = None
    for pages in SIZES:
        server, urls = serve(pages, 1)
        with tempfile.TemporaryDirectory() as directory:
            code, wall, cpu, memory = measure(audit_command(directory, urls, pages, 0))
            size = os.path.getsize(os.path.join(directory, "s.db")) / 1e6
        _, requests, _, _ = end(server)
        each = cpu / pages * 1000
        least = each if least is None else least
        print(f"{pages:6} pages: exit {code}  {requests} requests  wall {wall:7.1f} s  cpu a page {each:5.2f} ms, {each / least:4.2f} of the first"
              f"  memory {memory:5.0f} MiB  store {size:6.1f} MB", flush=True)


def processor_seconds(*processes):
    """Of these processes, and of the whole machine."""
    def fields(path):
        with open(path) as file:
            return file.read().rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    own = sum(int(field) for process in processes for field in fields(f"/proc/{process}/stat")[11:13])
    user, nice, system, _idle, _waiting, *rest = (int(field) for field in fields("/proc/stat")[1:9])
    return own / ticks, (user + nice + system + sum(rest)) / ticks


class Watch(threading.Thread):
    """Looks ten times a second at what processor time processes have taken, until it is ended."""

    def __init__(self, *processes):
        super().__init__(daemon=True)
        self.processes, self.seen, self.ended = processes, [], threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(0.1):
            try:
                self.seen.append((time.monotonic(), *processor_seconds(*self.processes)))
            except (OSError, IndexError):
                break

    def between(self, first, last):
        """Processor seconds of the processes, and of all others."""
        self.ended.set()
        inside = [row for row in self.seen if first <= row[0] <= last] or [(0, 0, 0)]
        own, all_of_it = (inside[-1][i] - inside[0][i] for i in (1, 2))
        return own, max(0, all_of_it - own)


def many():
    pages, delay = 60, 0.1
    server, urls = serve(pages, COUNCILS)
    with tempfile.TemporaryDirectory() as directory:
        process = subprocess.Popen(audit_command(directory, urls, pages, delay), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        watch = Watch(process.pid, server.pid)
        code, wall, cpu, memory = finish(process)
    hosts, busiest, first, last = end(server)
    seconds, own = last - first, (busiest - 1) * delay
    ours, others = watch.between(first, last)
    print(f"{hosts} councils of {pages} pages, delay {delay} s: exit {code}, visited in {seconds:.1f} s; the busiest host's {busiest} requests take {own:.1f} s, "
          f"ratio {seconds / own:.2f}; all in {wall:.1f} s, cpu {cpu:.1f} s, memory {memory:.0f} MiB")
    print(f"while it visited: cpu {ours:.1f} s of ours, server included, and {others:.1f} s of others, the kernel for the disk among them, of {os.cpu_count() * seconds:.1f} s that "
          f"{os.cpu_count()} processors have; at the pace of one host alone they have {os.cpu_count() * own:.1f} s")


def frontier():
    subprocess.run([os.path.join(TOOLS, "frontier"), os.path.join(ROOT, "seeds")], check=True)


def judge_pages(sources, what):
    with tempfile.TemporaryDirectory() as directory:
        files = []
        for i in range(1000):
            files.append(os.path.join(directory, f"{i:04d}.html"))
            shutil.copy(sources[i % len(sources)], files[-1])
        size = sum(os.path.getsize(file) for file in files) / len(files) / 1024
        print(f"1,000 pages of {size:.1f} KiB on average ({what}), {ROUNDS} rounds, medians:")
        figures = rounds({
            "libxml2's tree alone": lambda _: {"command": [os.path.join(TOOLS, "parse"), *files]},
            "coreoffer score": lambda _: {"command": [PROGRAM, "score", "--format", "jsonl", *files]},
        })
        table(figures, "libxml2's tree alone", 1, "cpu")


def largest(sources, mean):
    """As many of the largest files as average `mean` bytes or more."""
    chosen, size = [], 0
    for source in sorted(sources, key=os.path.getsize, reverse=True):
        size += os.path.getsize(source)
        if size < mean * (len(chosen) + 1):
            break
        chosen.append(source)
    return chosen


def judge():
    pages = os.path.join(ROOT, "tests", "benchmark", "authors", "p", "pages")
    sources = [os.path.join(pages, name) for name in sorted(os.listdir(pages))]
    judge_pages(sources, f"all {len(sources)} shared ones")
    large = largest(sources, 25 * 1024)
    judge_pages(large, f"the {len(large)} largest")


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    wanted = sys.argv[1:] or ["crawl", "judge"]
    for name in wanted:
        {"crawl": crawl, "judge": judge, "flat": flat, "many": many, "frontier": frontier}[name]()


if __name__ == "__main__":
    main()
