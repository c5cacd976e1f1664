#!/usr/bin/python3
"""Measures discovery beside its peer, in turns, on this machine; needs what bin/build built, wrk, and Debian's
python3-fastapi, python3-uvicorn, python3-sqlalchemy, python3-aiosqlite and python3-matplotlib.

    benchmarks/discovery/run.py OUT.json [CHART.png]
"""
import json
import os
import pathlib
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
JAVA = subprocess.run(["sh", "-c", f". {ROOT}/bin/lib/java.sh; find_java25"], capture_output=True, text=True,
                      check=True).stdout.strip()
QUERY = "/api/v1/advertisements?cpu=8&memory=32&storage=100&country=SE"
SIZES = [int(size) for size in os.environ.get("SIZES", "10 1000 10000").split()]
FULL = 100_000
SECONDS = int(os.environ.get("SECONDS_EACH", "8"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
COUNTRIES = ["SE", "DE", "US", "PL", "FR", "NO", "JP"]


def wrk(url, connections, script=None, environment=None, seconds=SECONDS):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency"]
    command += ["-s", str(HERE / script)] if script else []
    out = subprocess.run(command + [url], capture_output=True, text=True, check=True,
                         env={**os.environ, **(environment or {})}).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
            "p50": millis(re.search(r"^\s+50%\s+(\S+)", out, re.M).group(1)),
            "p99": millis(re.search(r"^\s+99%\s+(\S+)", out, re.M).group(1)),
            "bad": int(bad.group(1)) if bad else 0}


def millis(text):
    number, unit = re.match(r"([\d.]+)(\w+)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def interleaved(measures):
    """Of each measure the run of median rate with the rates of all: candidates take turns, so that what else the machine does
    meets all of them."""
    runs = {key: [] for key in measures}
    for _ in range(ROUNDS):
        for key, measure in measures.items():
            runs[key].append(measure())
    return {key: summary(several) for key, several in runs.items()}


def summary(runs):
    middle = sorted(runs, key=lambda run: run["rate"])[len(runs) // 2]
    return {**middle, "rates": [run["rate"] for run in runs], "p99s": [run["p99"] for run in runs],
            "cpus": [run["cpu"] for run in runs],
            "bad": sum(run["bad"] for run in runs)}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def await_http(url, process):
    started = time.monotonic()
    while process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return time.monotonic() - started
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server ended")


def statements(file, providers, rounds):
    path = f"{ROOT}/benchmarks/target/classes:" + (ROOT / "benchmarks/target/class-path").read_text().strip()
    subprocess.run([JAVA, "-Xmx2g", "-cp", path, "network.golem.vm.benchmarks.discovery.Statements", file,
                    str(providers), str(rounds)], check=True)


class Ours:
    name = "VM on Golem"

    def start(self, directory):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [ROOT / "bin/golem-discovery", "start", "--host", "127.0.0.1", "--port", str(self.port), "--data-dir",
             directory, "--private-endpoints", "--rate-limit-reads=0", "--rate-limit-writes=0",
             "--rate-limit-provider=0", "--writes-per-second=10000"], stdout=subprocess.DEVNULL)
        return await_http(self.url + "/health", self.process)

    def fill(self, directory, providers):
        file = os.path.join(directory, "statements")
        statements(file, providers, 1)
        # The 32 under way at the end of a run are lost: of 100,000 a few may be missing.
        while (live := self.live()) < 0.998 * providers:
            wrk(self.url, 32, "post-jose.lua", {"STATEMENTS": file, "START": str(live)}, max(2, providers // 2_000))

    def load(self, path, connections, *script, seconds=SECONDS):
        """A run of wrk, and the server's own processor time for a request in ms: other programs hardly change that."""
        before = self.cpu_seconds()
        run = wrk(self.url + path, connections, *script, seconds=seconds)
        return {**run, "cpu": round(1000 * (self.cpu_seconds() - before) / (run["rate"] * seconds), 3)}

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def live(self):
        return json.load(urllib.request.urlopen(self.url + "/api/v1/summary"))["total"]["providers"]

    def post(self, directory, seconds=SECONDS):
        file = os.path.join(directory, "renewals")
        statements(file, 1_000, 10 * seconds)  # more than it can take: one that came twice would be refused
        run = self.load("", 16, "post-jose.lua", {"STATEMENTS": file}, seconds=seconds)
        os.remove(file)
        return run

    def memory(self):
        pid = str(self.process.pid)
        rss = re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)
        histogram = subprocess.run([JAVA.replace("bin/java", "bin/jcmd"), pid, "GC.class_histogram"], capture_output=True, text=True).stdout
        live = re.findall(r"Total\s+\d+\s+(\d+)", histogram)[-1]
        return {"resident_mib": int(rss) // 1024, "live_heap_mib": int(live) // 2**20}

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Peer(Ours):
    name = "FastAPI"

    def start(self, directory):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = os.path.join(directory, "peer.db")
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-m", "uvicorn", "server:app", "--port", str(self.port), "--log-level", "critical"],
            cwd=ROOT / "benchmarks/peers/discovery", env={**os.environ, "DB_FILE": self.database})
        return await_http(self.url + "/openapi.json", self.process)

    def fill(self, directory, providers):
        rows = []
        for number in range(providers):
            draw = random.Random(number)
            cpu = draw.choice([1, 2, 4, 8, 16, 32])
            resources = {"cpu": cpu, "memory": cpu << draw.randrange(4), "storage": 20 << draw.randrange(6)}
            now = datetime.utcnow().isoformat(" ")
            rows.append((f"{number:052d}", "198.18.0.1", draw.choice(COUNTRIES), json.dumps(resources), now, now))
        with sqlite3.connect(self.database) as database:
            database.executemany("INSERT INTO advertisements VALUES (?, ?, ?, ?, ?, ?)", rows)

    def post(self, directory, seconds=SECONDS):
        return self.load("", 16, "post-json.lua", seconds=seconds)


def compare(results):
    for size in SIZES:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            servers = {Peer(): one, Ours(): other}
            try:
                for server, directory in servers.items():
                    server.start(directory)
                    server.fill(directory, size)
                side_by_side(servers, size, results)
            finally:
                for server in servers:
                    server.stop()


def side_by_side(servers, size, results):
    for server in servers:
        search(server, seconds=5)  # warm
    results |= interleaved({f"get {size} {server.name}": lambda server=server: search(server) for server in servers})
    if size == 10:
        for server, directory in servers.items():
            server.post(directory, 12)  # warm: a compiler at work takes half of the processor
        results |= interleaved({f"post {server.name}": lambda server=server, directory=directory: server.post(directory)
                                for server, directory in servers.items()})


def search(server, connections=16, more="", seconds=SECONDS):
    return server.load(QUERY + more, connections, seconds=seconds)


def full(results):
    server = Ours()
    with tempfile.TemporaryDirectory() as directory:
        server.start(directory)
        server.fill(directory, FULL)
        server.stop()
        starts = []
        for _ in range(ROUNDS):
            starts.append(server.start(directory))
            providers = server.live()
            if len(starts) < ROUNDS:
                server.stop()
        results["start full"] = {"seconds": sorted(starts)[ROUNDS // 2], "all": starts, "providers": providers}
        search(server, seconds=5)  # warm
        results |= interleaved({
            f"get {FULL} {server.name}": lambda: search(server),
            "page full": lambda: search(server, connections=2),
            "sorted page full": lambda: search(server, connections=2, more="&sort=-cpu,name")})
        results["memory full"] = {**server.memory(), "providers": server.live()}
        server.stop()
    with tempfile.TemporaryDirectory() as directory:
        results["start empty"] = {"seconds": server.start(directory)}
        results["memory empty"] = server.memory()
        server.stop()


def chart(results, file):
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(7, 4))
    for server in (Ours, Peer):
        points = [(size, results[key]["rate"]) for size in (10, 1_000, 10_000, FULL)
                  if (key := f"get {size} {server.name}") in results]
        axes.plot(*zip(*points), marker="o", label=server.name)
    axes.set(xscale="log", yscale="log", xlabel="live providers", ylabel="filtered searches a second, 16 clients",
             title="Discovery: a filtered search as the market grows")
    axes.grid(True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(file, dpi=110, bbox_inches="tight")


def main():
    out = pathlib.Path(sys.argv[1])
    results = json.loads(out.read_text()) if out.exists() else {}
    wanted = os.environ.get("PARTS", "compare full").split()
    for part in (compare, full):
        if part.__name__ in wanted:
            part(results)
            out.write_text(json.dumps(results, indent=1))
    if len(sys.argv) > 2:
        chart(results, sys.argv[2])
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
