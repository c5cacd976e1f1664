#!/usr/bin/python3
"""Measures how long a user waits for a VM that boots from nothing, and for one that goes on from a snapshot: from the start of
`golem vm create` until it has ended, and until the first `golem vm exec` has. Both kinds take turns, on this machine, at one
provider each. Needs what bin/build built, the images, and root where guests are isolated.

    benchmarks/create/snapshot.py OUT.json [IMAGE...]      # RUNS=5, IMAGE_DIR=~/.cache/vm-on-golem/images
"""
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(__file__).resolve().parents[2] / "bin"
RUNS = int(os.environ.get("RUNS", "5"))
IMAGES = os.environ.get("IMAGE_DIR", os.path.expanduser("~/.cache/vm-on-golem/images"))
KINDS = {"cold": "false", "snapshot": "true"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Network:
    """A discovery service and one provider for each kind."""

    def __init__(self, home):
        self.home = pathlib.Path(home)
        self.processes = []
        discovery = f"http://127.0.0.1:{free_port()}"
        self.environment = {**os.environ, "HOME": home, "GOLEM_REQUESTOR_DISCOVERY_URL": discovery, "NO_COLOR": "1"}
        self.serve("golem-discovery", "discovery", "--host", "127.0.0.1", "--port", discovery.rsplit(":", 1)[1],
                   "--private-endpoints")
        for number, (kind, fast) in enumerate(KINDS.items()):
            self.serve("golem-provider", kind, "--host", "127.0.0.1", "--port", str(free_port()), "--backend", "qemu",
                       "--image-dir", IMAGES, "--public-ip", "127.0.0.1", "--name", kind, "--fast-create", fast,
                       "--offer-cpu", "4", "--offer-memory", "4", "--offer-storage", "60", "--status-page", "off",
                       "--port-range-start", str(52800 + 10 * number), "--port-range-end", str(52810 + 10 * number),
                       "--discovery-url", discovery, "--skip-port-check", "true")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.home / "key")], check=True)
        for kind in KINDS:
            self.until(lambda: kind in self.golem("vm", "providers").stdout, f"provider {kind}")

    def serve(self, program, name, *arguments):
        log = open(self.home / f"{name}.log", "w")
        command = [BIN / program, "start", "--data-dir", str(self.home / name), *arguments]
        self.processes.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=log))

    def golem(self, *arguments, check=False):
        done = subprocess.run([BIN / "golem", *arguments], env=self.environment, capture_output=True, text=True)
        if check and done.returncode:
            raise SystemExit(f"golem {' '.join(arguments)}: {done.stderr}")
        return done

    def until(self, condition, what, seconds=300):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise SystemExit(f"{what} was not there within {seconds} s")
            time.sleep(0.5)

    def has_snapshot(self, image):
        said = self.golem("provider", "show", "snapshot", "-o", "json")
        return said.returncode == 0 and any(
            state["image"] == image and state["sizes"] for state in json.loads(said.stdout)["live"]["fast_create"])

    def create(self, kind, image):
        begin = time.monotonic()
        self.golem("vm", "create", "demo", "--provider-id", kind, "--image", image, "--size", "small",
                   "--ssh-key", str(self.home / "key.pub"), check=True)
        running = time.monotonic() - begin
        self.golem("vm", "exec", "demo", "--", "true", check=True)
        logged_in = time.monotonic() - begin
        notes = self.golem("vm", "events", "demo", check=True).stdout
        if ("goes on from a snapshot" in notes) != (kind == "snapshot"):
            raise SystemExit(f"this VM was to be of kind {kind}:\n{notes}")
        self.golem("vm", "destroy", "demo", "--yes", check=True)
        return {"running": round(running, 2), "ssh": round(logged_in, 2)}

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait()


def measure(network, image):
    runs = {kind: [] for kind in KINDS}
    for _ in range(RUNS):
        for kind in KINDS:
            if kind == "snapshot":
                network.until(lambda: network.has_snapshot(image), f"a snapshot of {image}")
            runs[kind].append(network.create(kind, image))
            print(image, kind, runs[kind][-1], flush=True)
    return {kind: {"runs": several, "median": {key: statistics.median(run[key] for run in several) for key in several[0]}}
            for kind, several in runs.items()}


def main():
    with tempfile.TemporaryDirectory(prefix="golem-create-") as home:
        network = Network(home)
        try:
            results = {image: measure(network, image) for image in sys.argv[2:] or ["tiny", "debian-12"]}
        finally:
            network.close()
    pathlib.Path(sys.argv[1]).write_text(json.dumps(results, indent=2) + "\n")
    for image, kinds in results.items():
        for kind, result in kinds.items():
            print(f"{image:10} {kind:9} running {result['median']['running']:5.2f} s, SSH {result['median']['ssh']:5.2f} s")


if __name__ == "__main__":
    main()
