#!/usr/bin/python3
"""Measures how long golem's commands take beside those of its peers, in turns, on this machine; needs what bin/build built, the
image tiny (bin/golem-provider image build tiny --image-dir ~/.cache/vm-on-golem/images) and Debian's hcloud-cli, python3-click
and python3-aiohttp.

    benchmarks/cli/run.py OUT.json      # RUNS=20
"""
import json
import os
import pathlib
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "benchmarks/peers/cli"
JAVA = subprocess.run(["sh", "-c", f". {ROOT}/bin/lib/java.sh; find_java25"], capture_output=True, text=True,
                      check=True).stdout.strip()
RUNS = int(os.environ.get("RUNS", "20"))
MANY = 500
IMAGES = pathlib.Path(os.environ.get("GOLEM_IMAGE_CACHE", pathlib.Path.home() / ".cache/vm-on-golem/images"))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Network:
    """Discovery with many providers, one of them real; a VM on record with it; and hcloud's own."""

    def __init__(self, directory):
        self.directory = directory
        self.discovery, self.provider, self.hetzner = free_port(), free_port(), free_port()
        self.processes = []

    def build(self):
        self.start(["bin/golem-discovery", "start", "--host", "127.0.0.1", "--port", str(self.discovery), "--data-dir",
                    f"{self.directory}/discovery", "--private-endpoints", "--rate-limit-reads=0", "--rate-limit-writes=0", "--rate-limit-provider=0"])
        self.start(["bin/golem-provider", "start", "--host", "127.0.0.1", "--port", str(self.provider), "--data-dir",
                    f"{self.directory}/provider", "--backend", "qemu", "--public-ip", "127.0.0.1", "--name", "bench", "--skip-port-check",
                    "true", "--min-storage-gb", "1", "--status-page", "off", "--guest-network", "open", "--fast-create", "false", "--stop-vms", "true",
                    "--image-dir", str(IMAGES), "--discovery-url", self.url()])
        self.start([str(PEERS / "hetzner.py"), str(self.hetzner), str(MANY)])
        self.await_answer(f"{self.url()}/health")
        self.await_port(self.provider)
        self.await_port(self.hetzner)
        self.fill()
        self.rent()

    def url(self):
        return f"http://127.0.0.1:{self.discovery}"

    def start(self, command):
        log = open(f"{self.directory}/log", "a")
        self.processes.append(subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log))

    def await_answer(self, url):
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                return urllib.request.urlopen(url, timeout=5).read()
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{url} does not answer; see {self.directory}/log")

    def await_port(self, port):
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                return socket.create_connection(("127.0.0.1", port), 5).close()
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"nothing listens on {port}; see {self.directory}/log")

    def fill(self):
        file = f"{self.directory}/statements"
        classes = f"{ROOT}/benchmarks/target/classes:" + (ROOT / "benchmarks/target/class-path").read_text()
        subprocess.run([JAVA, "-cp", classes, "network.golem.vm.benchmarks.discovery.Statements", file, str(MANY), "1"], check=True)
        for line in open(file):
            urllib.request.urlopen(urllib.request.Request(f"{self.url()}/api/v1/advertisements", line.strip().encode(),
                                                          {"Content-Type": "application/jose"})).read()

    def rent(self):
        """A small machine, of which lists are to tell; stopped, since it would take its part of the processors."""
        base = pathlib.Path(self.directory, "golem")
        self.environment = {**os.environ, "GOLEM_REQUESTOR_DISCOVERY_URL": self.url(), "GOLEM_REQUESTOR_BASE_DIR": str(base),
                            "HCLOUD_ENDPOINT": f"http://127.0.0.1:{self.hetzner}/v1", "HCLOUD_TOKEN": "x" * 64,
                            "HCLOUD_CONFIG": f"{self.directory}/hcloud.toml"}
        self.golem("vm", "create", "demo", "--provider", "bench", "--image", "tiny", "--cpu", "1", "--memory", "1", "--storage", "1")
        self.golem("vm", "stop", "demo")
        certificate = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.provider}"], input=b"", capture_output=True)
        pem = certificate.stdout.decode()
        (base / "provider.pem").write_text(pem[pem.index("-----BEGIN"):pem.index("-----END CERTIFICATE-----") + 26])

    def golem(self, *arguments):
        subprocess.run(["bin/golem", *arguments], cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait()


MEASURES = {
    "--help": {"java": f"{JAVA} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --version", "golem": "{golem} --help", "click": "{click} --help", "hcloud": "hcloud --help"},
    "vm list --offline": {"golem": "{golem} vm list --offline", "click": "{click} vm list --offline", "hcloud": "hcloud context list"},
    "vm list": {"golem": "{golem} vm list", "click": "{click} vm list", "hcloud": "hcloud server list"},
    "vm providers, 50 rows": {"golem": "{golem} vm providers --limit 50", "click": "{click} vm providers --limit 50"},
    "vm providers, 500 rows": {"golem": "{golem} vm providers --limit 500", "click": "{click} vm providers --limit 500",
                               "hcloud": "hcloud server-type list"},
}


def measure(network):
    programs = {"golem": str(ROOT / "bin/golem"), "click": str(PEERS / "vmcli.py")}
    results = {}
    for what, commands in MEASURES.items():
        runs = {who: [] for who in commands}
        for _ in range(RUNS):  # in turns, so that what else the machine does meets all of them
            for who, command in commands.items():
                runs[who].append(run(shlex.split(command.format(**programs)), network.environment))
        results[what] = {who: {measure: sorted(one[measure] for one in several) for measure in several[0]}
                         for who, several in runs.items()}
    return results


def run(command, environment):
    """Seconds that pass and that the processor works, and the peak of memory in MiB, of a command and its children."""
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{shlex.join(command)} failed")
    return {"elapsed": time.monotonic() - began, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}


def shown(result):
    if result is None:
        return "—"
    middle = {measure: values[len(values) // 2] for measure, values in result.items()}
    elapsed = result["elapsed"]
    return f"{middle['elapsed']:.2f} s ({elapsed[0]:.2f} to {elapsed[-1]:.2f}), {middle['cpu']:.2f} s CPU, {middle['memory']:.0f} MiB"


def main():
    with tempfile.TemporaryDirectory() as directory:
        network = Network(directory)
        try:
            network.build()
            results = measure(network)
            network.golem("vm", "destroy", "demo", "--yes")
        finally:
            network.stop()
    pathlib.Path(sys.argv[1]).write_text(json.dumps(results, indent=1))
    peers = ["golem", "click", "hcloud", "java"]  # the last does nothing but start: less is not to be had
    print("| what | " + " | ".join(peers) + " |\n" + (len(peers) + 1) * "|---" + "|")
    for what, by in results.items():
        print(f"| `{what}` | " + " | ".join(shown(by.get(who)) for who in peers) + " |")


main()
