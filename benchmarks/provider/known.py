#!/usr/bin/python3
"""Measures a provider that knows many VMs: when it is ready after its start, how long it takes to compare all with what its
backend says, to list them, and the memory that it holds then. Needs what bin/build built, and openssl. The backend is played
by the script beside this one, which answers at once; the database is a real one.

    benchmarks/provider/known.py [VMS [STARTS]]
"""
import base64
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PORT, METRICS, FIRST_PORT = 17466, 17468, 40000
HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFDsoF1Xa/rRBEj1U0coznU95wij9OrMVlt5/tzB1yqc"


def main():
    vms = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    starts = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    work = pathlib.Path(tempfile.mkdtemp(prefix="known-"))
    try:
        requestor, identity = new_identity(work)
        provider = Provider(work)
        provider.start()  # makes its identity and its database
        provider.stop()
        fill(work, vms, requestor)
        runs = []
        for _ in range(starts):
            ready = provider.start()
            time.sleep(1)
            lists = [provider.list(identity, vms) for _ in range(20)]
            time.sleep(20)  # sampled once
            runs.append({"ready": ready, "list": statistics.median(lists), "list_worst": max(lists),
                         "reconcile": provider.metric("golem_reconcile_duration_seconds"), "resident": provider.resident()})
            provider.stop()
        print(json.dumps({"vms": vms, **{key: [round(run[key], 3) for run in runs] for key in runs[0]}}))
    finally:
        shutil.rmtree(work)


class Provider:
    def __init__(self, work):
        self.work = work

    def start(self):
        """Seconds until it says that it is ready."""
        log = open(self.work / "log", "w+")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [ROOT / "bin/golem-provider", "start", "--data-dir", self.work / "data", "--host", "127.0.0.1",
             "--port", str(PORT), "--port-range-start", str(FIRST_PORT), "--port-range-end", str(FIRST_PORT + 1100),
             "--backend", "multipass", "--multipass-binary-path", HERE / "multipass", "--guest-network", "open",
             "--discovery-url", "", "--status-page", "off", "--metrics", f"127.0.0.1:{METRICS}", "--max-vms", "1000",
             "--public-ip", "127.0.0.1", "--skip-port-check", "true"],
            stdout=log, stderr=log, env={**os.environ, "MULTIPASS_LIST": str(listing(self.work))})
        while "API ready on" not in (self.work / "log").read_text():
            if self.process.poll() is not None:
                sys.exit((self.work / "log").read_text())
            time.sleep(0.01)
        return time.monotonic() - began

    def list(self, identity, expected):
        """Milliseconds of one list on a connection that is there already."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.load_cert_chain(identity)
        connection = http.client.HTTPSConnection("127.0.0.1", PORT, context=context)
        connection.connect()
        began = time.monotonic()
        connection.request("GET", "/api/v1/vms")
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit(f"the list was refused: {body.decode()}")
        took = (time.monotonic() - began) * 1000
        if len(json.loads(body)["vms"]) != expected:
            sys.exit(f"the list has {len(json.loads(body)['vms'])} VMs")
        return took

    def metric(self, name):
        text = urllib.request.urlopen(f"http://127.0.0.1:{METRICS}/actuator/prometheus").read().decode()
        return float(re.search(rf"^{name} (\S+)", text, re.M).group(1))

    def resident(self):
        """MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def new_identity(work):
    """A requestor's node id, and the file with its key and certificate."""
    file = work / "identity.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=benchmark", "-days", "1", "-keyout", file, "-out", work / "cert.pem"], check=True, capture_output=True)
    public = subprocess.run(["openssl", "x509", "-in", work / "cert.pem", "-noout", "-pubkey"], check=True,
                            capture_output=True, text=True).stdout
    der = base64.b64decode("".join(public.splitlines()[1:-1]))
    with open(file, "a") as both:
        both.write((work / "cert.pem").read_text())
    return base64.b32encode(hashlib.sha256(der).digest()).decode().rstrip("=").lower(), file


def listing(work):
    file = work / "list.json"
    if not file.exists():
        file.write_text('{"list": []}')
    return file


def fill(work, vms, requestor):
    """As many VMs that run, by the records and by the backend."""
    pem = (work / "data/identity.pem").read_text()
    cert = re.search(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", pem, re.S).group(0)
    public = subprocess.run(["openssl", "x509", "-noout", "-pubkey"], input=cert, check=True, capture_output=True,
                            text=True).stdout
    node = base64.b32encode(hashlib.sha256(base64.b64decode("".join(public.splitlines()[1:-1]))).digest()).decode().lower()
    now = int(time.time() * 1000) - 3_600_000
    rows, entries = [], []
    for i in range(vms):
        name = base64.b32encode(i.to_bytes(12, "big")).decode().rstrip("=").lower()[-20:]
        instance = f"golem-{node[:6]}-{name}"
        rows.append((f"vm-{name}", 0, requestor, f"web-{i}", instance, "ubuntu-24.04", "ubuntu", 1, 1, 10, HOST_KEY,
                     FIRST_PORT + i, 1, "RUNNING", now, now))
        entries.append({"name": instance, "state": "Running", "ipv4": [f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}"]})
    with sqlite3.connect(work / "data/provider.db") as database:
        database.executemany(
            "INSERT INTO vm (id, version, requestor, name, instance, image, login_user, cpu, memory, storage, host_key, port,"
            " reserved, state, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    (work / "list.json").write_text(json.dumps({"list": entries}))


if __name__ == "__main__":
    main()
