#!/usr/bin/python3
"""Measures the access proxy beside other TCP proxies, in turns, on this machine's loopback; needs what bin/build built and
Debian's haproxy, nginx-light, libnginx-mod-stream, socat, iperf3 and openssh-server.

    benchmarks/proxy/run.py PART OUT.json [PROXY...]    # PART: bulk, connections, latency, idle or scp

OLD names a directory of classes of an earlier SshProxy with its class path, to be measured, too.
"""
import contextlib
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
JAVA = subprocess.run(["sh", "-c", f". {ROOT}/bin/lib/java.sh; find_java25"], capture_output=True, text=True,
                      check=True).stdout.strip()
LOAD = os.environ.get("LOAD_CLASSES", str(ROOT / "benchmarks/target/classes"))
PROXY = os.environ.get("ACCESS_PROXY", str(ROOT / "access-proxy/target/access-proxy.jar"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SECONDS = int(os.environ.get("SECONDS_EACH", "3"))
IDLE = 5_000
SETTLING = 12  # Java collects what its compiler has done with every 5 s, and gives it back every 5 s
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
GIB = 1 << 30


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def await_port(port):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.05)
    raise SystemExit(f"nobody listens on {port}")


def family(pid):
    """The process and all its descendants."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            found += map(int, pathlib.Path(f"/proc/{one}/task/{one}/children").read_text().split())
    return found


class Proxy:
    """A proxy in front of one port."""

    def __init__(self, name, directory, target):
        self.name, self.port = name, free_port()
        self.directory = pathlib.Path(directory, name)
        self.directory.mkdir()
        self.process = subprocess.Popen(self.command(target), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        start_new_session=True)
        self.started(target)
        await_port(self.port)

    def started(self, target):
        pass

    def cpu(self):
        total = 0
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                total += sum(map(int, fields[11:15]))  # with that of children that have ended
        return total / TICKS

    def memory(self):
        total = 0
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):
                rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
                total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M).group(1)) * 1024
        return total

    def end(self):
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Haproxy(Proxy):
    tuning = ""

    def command(self, target):
        file = self.directory / "haproxy.cfg"
        file.write_text(f"""global
  maxconn 9000
{self.tuning}
defaults
  mode tcp
  timeout connect 10s
  timeout client 1h
  timeout server 1h
listen ssh
  bind 127.0.0.1:{self.port}
  server guest 127.0.0.1:{target}
""")
        return ["haproxy", "-db", "-f", str(file)]


class Haproxy64k(Haproxy):
    tuning = "  tune.bufsize 65536\n"


class Nginx(Proxy):
    tuning = ""

    def command(self, target):
        file = self.directory / "nginx.conf"
        file.write_text(f"""load_module /usr/lib/nginx/modules/ngx_stream_module.so;
worker_processes auto; daemon off; pid {self.directory}/pid; error_log {self.directory}/error.log;
worker_rlimit_nofile 20000;
events {{ worker_connections 10000; }}
stream {{ server {{ listen 127.0.0.1:{self.port}; proxy_pass 127.0.0.1:{target}; proxy_timeout 1h; {self.tuning} }} }}
""")
        return ["nginx", "-c", str(file)]


class Nginx64k(Nginx):
    tuning = "proxy_buffer_size 64k;"


class Socat(Proxy):
    def command(self, target):
        return ["socat", f"TCP-LISTEN:{self.port},bind=127.0.0.1,fork,reuseaddr,backlog=512", f"TCP:127.0.0.1:{target}"]


class Before(Proxy):
    """The proxy as a part of the provider's process, which it was until there was a process for it."""

    def command(self, target):
        return [JAVA, "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx256m", "-cp", os.environ["OLD"], "Before",
                str(self.port), str(target)]


class AccessProxy(Proxy):
    options = [f"@{ROOT}/access-proxy/src/main/resources/network/golem/vm/proxy/java-options"]  # as its provider starts it

    def command(self, target):
        return [JAVA, *self.options, "-cp", PROXY, "network.golem.vm.proxy.Main", f"directory={self.directory}", "socket=bench.sock",
                "address=127.0.0.1", "connect=10000"]

    def started(self, target):
        control = str(self.directory / "bench.sock")
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
                client.connect(control)
                client.sendall(f"open {self.port} vm 127.0.0.1 {target} plain\n".encode())
                if client.recv(1000) == b"ok\n":
                    return
                raise SystemExit("the access proxy does not open its port")
            time.sleep(0.05)


class Direct:
    name = "direct"

    def __init__(self, _, __, target):
        self.port = target

    def cpu(self):
        return 0.0

    def memory(self):
        return 0

    def end(self):
        pass


PROXIES = {"direct": Direct, "haproxy": Haproxy, "haproxy-64k": Haproxy64k, "nginx": Nginx, "nginx-64k": Nginx64k,
           "socat": Socat, "before": Before, "access-proxy": AccessProxy}


def load(*arguments):
    out = subprocess.run([JAVA, "-XX:+UseSerialGC", "-Xmx512m", "-cp", LOAD, "network.golem.vm.benchmarks.proxy.Load",
                          *map(str, arguments)], capture_output=True, text=True, check=True).stdout
    return [float(word) for word in out.split()]


@contextlib.contextmanager
def running(command, port):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        await_port(port)
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def proxies(names, target):
    with tempfile.TemporaryDirectory() as directory:
        all_of_them = []
        try:
            for name in names:
                all_of_them.append(PROXIES[name](name, directory, target))
            yield all_of_them
        finally:
            for proxy in all_of_them:
                proxy.end()


def echo(port):
    return running([JAVA, "-XX:+UseSerialGC", "-Xmx128m", "-cp", LOAD, "network.golem.vm.benchmarks.proxy.Echo", str(port)],
                   port)


def in_turns(all_of_them, measure, warm_up=1):
    """Proxies take turns, so that what else the machine does meets all of them; the first rounds only warm up."""
    results = {proxy.name: [] for proxy in all_of_them}
    for turn in range(warm_up + ROUNDS):
        for proxy in all_of_them:
            result = measure(proxy)
            if turn >= warm_up:
                results[proxy.name].append(result)
    return results


def bulk(names):
    """Gbit/s and processor seconds a GiB, to the guest and (-R) from it."""
    target = free_port()

    def measure(proxy, *options):
        received = None
        while not received:  # its server may not have got over the client before
            before = proxy.cpu()
            out = subprocess.run(["iperf3", "-c", "127.0.0.1", "-p", str(proxy.port), "-t", str(SECONDS), "-J", *options],
                                 capture_output=True, text=True).stdout
            received = json.loads(out).get("end", {}).get("sum_received")
        return {"rate": received["bits_per_second"] / 1e9, "cpu": (proxy.cpu() - before) / (received["bytes"] / GIB)}

    def both(proxy):
        up, down = measure(proxy), measure(proxy, "-R")
        return {"rate": up["rate"], "cpu": up["cpu"], "down": down["rate"], "cpu_down": down["cpu"]}

    with running(["iperf3", "-s", "-p", str(target)], target), proxies(names, target) as found:
        return in_turns(found, both, warm_up=2)


def connections(names):
    """New connections a second, each with a byte there and back and a reset; processor microseconds for one."""
    target = free_port()

    def measure(proxy, seconds=SECONDS):
        before = proxy.cpu()
        rate, p99 = load("connections", proxy.port, seconds)
        return {"rate": rate, "p99": p99, "cpu": (proxy.cpu() - before) / (rate * seconds) * 1e6}

    with echo(target), proxies(names, target) as found:
        for proxy in found:
            measure(proxy, 2 * SECONDS)
        return in_turns(found, measure)


def latency(names):
    """Microseconds of a byte there and back on an open connection."""
    target = free_port()

    def measure(proxy):
        p50, p99 = load("latency", proxy.port, 20_000)
        return {"rate": p50, "p99": p99}

    with echo(target), proxies(names, target) as found:
        return in_turns(found, measure)


def idle(names):
    """Bytes that an idle connection takes of the proxy's memory, over the empty process."""
    target = free_port()
    results = {}
    with echo(target):
        for name in names:
            count = 1_000 if name == "socat" else IDLE
            with proxies([name], target) as (proxy,):
                load("latency", proxy.port, 10)
                time.sleep(SETTLING)
                empty = proxy.memory()
                client = subprocess.Popen([JAVA, "-XX:+UseSerialGC", "-Xmx512m", "-cp", LOAD,
                                           "network.golem.vm.benchmarks.proxy.Load", "idle", str(proxy.port), str(count)],
                                          stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                client.stdout.readline()
                time.sleep(SETTLING)
                full = proxy.memory()
                client.stdin.close()
                client.wait()
                results[name] = [{"rate": (full - empty) / count, "empty": empty, "full": full}]
    return results


def scp(names):
    """MB/s of 1 GiB through a real sshd, by scp, and processor seconds of the proxy."""
    target = free_port()
    with tempfile.TemporaryDirectory(dir="/dev/shm") as directory:  # no disk is measured
        for key in "host", "user":
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{directory}/{key}"], check=True)
        shutil.copy(f"{directory}/user.pub", f"{directory}/authorized")
        big = pathlib.Path(directory, "big")
        with big.open("wb") as file:
            for _ in range(64):
                file.write(os.urandom(16 << 20))
        os.makedirs("/run/sshd", exist_ok=True)
        sshd = ["/usr/sbin/sshd", "-D", "-f", "/dev/null", "-p", str(target), "-o", "ListenAddress=127.0.0.1", "-h",
                f"{directory}/host", "-o", f"AuthorizedKeysFile={directory}/authorized", "-o", "StrictModes=no", "-o",
                "PidFile=none", "-o", "Subsystem=sftp internal-sftp"]

        def measure(proxy):
            before, began = proxy.cpu(), time.monotonic()
            subprocess.run(["scp", "-q", "-c", "aes128-gcm@openssh.com", "-o", "StrictHostKeyChecking=no", "-o",
                            "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-i", f"{directory}/user", "-P",
                            str(proxy.port), str(big), f"127.0.0.1:{directory}/copy"], check=True)
            return {"rate": GIB / 1e6 / (time.monotonic() - began), "cpu": proxy.cpu() - before}

        with running(sshd, target), proxies(names, target) as found:
            return in_turns(found, measure)


def report(part, results):
    print(f"{part}: {globals()[part].__doc__}")
    for name, runs in results.items():
        columns = [f"{key} {statistics.median(values):.4g} [{min(values):.4g} to {max(values):.4g}]"
                   for key in runs[0] for values in [[run[key] for run in runs]]]
        print(f"  {name:14}", "  ".join(columns))


def main(part, out, *names):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    chosen = names or [name for name in PROXIES if name != "before" or "OLD" in os.environ]
    results = globals()[part](chosen)
    report(part, results)
    pathlib.Path(out).write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
