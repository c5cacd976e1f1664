#!/usr/bin/python3
"""Measures how long it takes from wanting a VM to the end of the first SSH command in it: through a provider, and by a
bare script around qemu-system with the same image, disk, seed, size and software emulation, in turns. Needs what
bin/build built, the image in GOLEM_IMAGE_CACHE, and what QEMU's backend needs.

    benchmarks/create/run.py OUT.json [tiny|debian-12]    # ROUNDS=5
"""
import http.client
import json
import os
import pathlib
import re
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "provider-server/src/main/resources/network/golem/vm/provider/image/catalogue.json"
CACHE = pathlib.Path(os.environ.get("GOLEM_IMAGE_CACHE", pathlib.Path.home() / ".cache/vm-on-golem/images"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
FLAGS = os.environ.get("PROVIDER_FLAGS", "").split()
GIB = 10


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **more).stdout


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def key(path):
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path)
    return pathlib.Path(f"{path}.pub").read_text().split(" ")[:2]


def first_command(place, user, port, host_key):
    known = place / "known_hosts"
    known.write_text(f"[127.0.0.1]:{port} {' '.join(host_key)}\n")
    run("ssh", "-F", "none", "-i", place / "user", "-p", port, "-o", f"UserKnownHostsFile={known}",
        "-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes", f"{user}@127.0.0.1", "true")


class Bare:
    """What a script would do: make a disk and a seed, start QEMU, wait for its guest's word, log in."""

    def __init__(self, image, place, user_key):
        self.image, self.place, self.user_key = image, place, user_key
        self.files = next(path.parent for path in (CACHE / image["name"]).glob("*/vmlinuz"))

    def seconds(self):
        place = pathlib.Path(tempfile.mkdtemp(dir=self.place))
        for name in ("user", "user.pub"):
            os.link(self.place / name, place / name)
        begin = time.monotonic()
        host_key = self.seed(place)
        base = ["-F", "qcow2", "-b", self.files / self.image["disk"]] if "disk" in self.image else []
        run("qemu-img", "create", "-q", "-f", "qcow2", *base, place / "disk", f"{GIB}G")
        port, boot = free_port(), self.image["boot"]
        qemu = subprocess.Popen(
            ["qemu-system-x86_64", "-nodefaults", "-display", "none", "-accel", "tcg,thread=multi,tb-size=64",
             "-cpu", "max", "-smp", "1", "-m", "1G", "-device", "virtio-rng-pci",
             "-netdev", f"user,id=net,ipv6=off,hostfwd=tcp:127.0.0.1:{port}-:22",
             "-device", "virtio-net-pci,netdev=net,romfile=",
             "-drive", f"if=virtio,format=qcow2,file={place}/disk,discard=unmap",
             "-drive", f"if=virtio,format=raw,file={place}/seed,readonly=on",
             "-kernel", self.files / boot["kernel"], "-initrd", self.files / boot["initrd"],
             "-append", boot["command_line"], "-serial", "stdio"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            for line in qemu.stdout:
                if self.image["ready_marker"].encode() in line:
                    break
            first_command(place, self.image["default_user"], port, host_key)
            return time.monotonic() - begin
        finally:
            qemu.kill()
            qemu.wait()

    def seed(self, place):
        public = key(place / "host")
        private = "".join(f"    {line}\n" for line in (place / "host").read_text().splitlines())
        files = place / "seed.d"
        files.mkdir()
        (files / "user-data").write_text(
            "#cloud-config\nhostname: bare\nssh_deletekeys: true\nssh_genkeytypes: []\nssh_keys:\n"
            f"  ed25519_private: |\n{private}  ed25519_public: \"{' '.join(public)}\"\n"
            f"ssh_pwauth: false\ndisable_root: true\nssh_authorized_keys:\n  - \"{' '.join(self.user_key)}\"\n")
        (files / "meta-data").write_text(f"instance-id: {uuid.uuid4()}\nlocal-hostname: bare\n")
        (files / "network-config").write_text(
            "version: 2\nethernets:\n  all:\n    match: {name: \"e*\"}\n    dhcp4: true\n")
        run("genisoimage", "-quiet", "-input-charset", "utf-8", "-volid", "cidata", "-joliet", "-rock",
            "-output", place / "seed", files)
        return public


class Provider:
    """A running provider, asked over mutual TLS as golem does."""

    def __init__(self, image, place, user_key):
        self.image, self.place, self.user_key = image, place, user_key
        self.port = free_port()
        first = 40_000 + os.getpid() % 10_000
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=benchmark", "-keyout", place / "tls.key", "-out", place / "tls.crt")
        self.tls = ssl.create_default_context()
        self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE
        self.tls.load_cert_chain(place / "tls.crt", place / "tls.key")
        self.log = open(place / "provider.log", "w")
        self.process = subprocess.Popen(
            [ROOT / "bin/golem-provider", "start", "--data-dir", place / "p", "--host", "127.0.0.1", "--port", str(self.port),
             "--port-range-start", str(first), "--port-range-end", str(first + 20), "--backend", "qemu",
             "--public-ip", "127.0.0.1", "--discovery-url", "", "--status-page", "off", "--image-dir", CACHE,
             "--offer-cpu", "8", "--offer-memory", "8", "--offer-storage", "100", *FLAGS],
            stdout=self.log, stderr=subprocess.STDOUT)
        while "Provider ready" not in (place / "provider.log").read_text():
            if self.process.poll() is not None:
                sys.exit((place / "provider.log").read_text())
            time.sleep(0.1)

    def ask(self, method, path, body=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls)
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        return connection.getresponse()

    def seconds(self):
        begin = time.monotonic()
        vm = json.load(self.ask("POST", "/api/v1/vms", {
            "name": f"vm-{uuid.uuid4().hex[:8]}", "image": self.image["name"],
            "resources": {"cpu": 1, "memory": 1, "storage": GIB}, "ssh_keys": [" ".join(self.user_key)]}))
        if "id" not in vm:
            sys.exit(f"refused: {vm}")
        phases = self.follow(vm["id"], begin)
        access = vm["access"]
        first_command(self.place, access["user"], access["port"], access["host_key"].split(" ")[:2])
        taken = time.monotonic() - begin
        phases["first command"] = taken
        self.ask("DELETE", f"/api/v1/vms/{vm['id']}").read()
        while json.load(self.ask("GET", f"/api/v1/vms/{vm['id']}")).get("state") not in (None, "gone"):
            time.sleep(0.2)
        print("   ", ", ".join(f"{name} {at:.2f}" for name, at in phases.items()), file=sys.stderr)
        return taken

    def follow(self, vm, begin):
        """When the operation came to each phase, by its events."""
        phases = {}
        for line in self.ask("GET", f"/api/v1/vms/{vm}/events"):
            found = re.match(rb"data: ?(.*)", line)
            if found:
                event = json.loads(found.group(1))
                phases.setdefault(event.get("phase") or event["state"], time.monotonic() - begin)
                if event["state"] == "failed":
                    sys.exit(f"failed: {event}")
        return phases

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def main():
    name = sys.argv[2] if len(sys.argv) > 2 else "tiny"
    image = next(image for image in json.loads(CATALOGUE.read_text()) if image["name"] == name)
    with tempfile.TemporaryDirectory(prefix="gb") as directory:
        place = pathlib.Path(directory)
        user_key = key(place / "user")
        provider = Provider(image, place, user_key)
        ways = {"bare": Bare(image, place, user_key), "provider": provider}
        times = {way: [] for way in ways}
        try:
            for _ in range(ROUNDS):
                for way, measured in ways.items():
                    times[way].append(round(measured.seconds(), 2))
                    print(f"{way:9} {times[way][-1]:.2f} s", file=sys.stderr)
        finally:
            provider.end()
    medians = {way: statistics.median(several) for way, several in times.items()}
    result = {"image": name, "seconds": times, "medians": medians,
              "overhead": round(medians["provider"] - medians["bare"], 2)}
    pathlib.Path(sys.argv[1]).write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
