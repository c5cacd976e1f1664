#!/usr/bin/python3
"""As much of Hetzner Cloud's API as hcloud asks for lists, over plain HTTP: hetzner.py PORT SERVER_TYPES"""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

CREATED = "2026-11-01T00:00:00+00:00"
LOCATION = {"id": 1, "name": "fsn1", "city": "Falkenstein", "country": "DE", "network_zone": "eu-central"}


def server_type(number):
    return {"id": number, "name": f"type-{number}", "description": "", "cores": 4, "memory": 8, "disk": 100, "prices": [],
            "cpu_type": "shared", "storage_type": "local", "architecture": "x86", "included_traffic": 0, "deprecated": False}


SERVER = {"id": 1, "name": "demo", "status": "running", "created": CREATED, "server_type": server_type(1), "labels": {},
          "datacenter": {"id": 1, "name": "fsn1-dc1", "location": LOCATION, "server_types": {}}, "private_net": [], "volumes": [],
          "public_net": {"ipv4": {"ip": "127.0.0.1", "blocked": False, "dns_ptr": ""}, "ipv6": None, "floating_ips": []},
          "protection": {"delete": False, "rebuild": False}, "image": None, "iso": None, "load_balancers": []}
ROWS = {"servers": [SERVER], "server_types": [server_type(n + 1) for n in range(int(sys.argv[2]))]}


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urlparse(self.path)
        query = parse_qs(url.query)
        name, page, size = url.path.rsplit("/", 1)[1], int(query.get("page", ["1"])[0]), int(query.get("per_page", ["25"])[0])
        rows = ROWS[name]
        last = max(1, -(-len(rows) // size))
        body = json.dumps({name: rows[(page - 1) * size:page * size], "meta": {"pagination": {
            "page": page, "per_page": size, "last_page": last, "total_entries": len(rows),
            "previous_page": page - 1 or None, "next_page": page + 1 if page < last else None}}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Api).serve_forever()
