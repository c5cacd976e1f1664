#!/usr/bin/python3
"""The command line that one would write in Python today, as a peer of golem: click and aiohttp, Debian's packages. It makes
the same calls and prints the same tables; signatures are not verified."""
import asyncio
import json
import pathlib
import ssl

import click


def table(headings, rows):
    lines = [headings] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def records(directory):
    return [json.loads(file.read_text()) for file in sorted(pathlib.Path(directory).glob("requestor/vms/*.json"))]


def rows(vms):
    return [(vm["name"], vm["state"], vm["image"], *vm["resources"].values()) for vm in vms]


async def fetch(url, tls=None, **parameters):
    import aiohttp

    async with aiohttp.ClientSession() as session:
        async with session.get(url, params=parameters, ssl=tls) as answer:
            answer.raise_for_status()
            return await answer.json()


async def of_providers(directory, vms):
    context = ssl.create_default_context(cafile=f"{directory}/provider.pem")
    context.check_hostname = False
    context.load_cert_chain(f"{directory}/requestor/identity.pem")
    providers = {f"https://{vm['provider']['host']}:{vm['provider']['port']}/api/v1/vms" for vm in vms}
    answers = await asyncio.gather(*(fetch(url, context) for url in providers))
    return [vm for answer in answers for vm in answer["vms"]]


@click.group()
def cli():
    """Rents virtual machines from anyone, over plain HTTPS and plain SSH."""


@cli.group()
def vm():
    """Finds providers, rents virtual machines and uses them."""


@vm.command("list")
@click.option("--base", envvar="GOLEM_REQUESTOR_BASE_DIR")
@click.option("--offline", is_flag=True, help="Ask no provider.")
def list_vms(base, offline):
    """Lists your VMs."""
    known = records(base)
    vms = [{**one, "state": one["known"]["state"]} for one in known] if offline else asyncio.run(of_providers(base, known))
    table(["NAME", "STATE", "IMAGE", "CPU", "MEMORY", "STORAGE"], rows(vms))


@vm.command()
@click.option("--discovery-url", envvar="GOLEM_REQUESTOR_DISCOVERY_URL")
@click.option("--limit", type=click.IntRange(1, 500), default=50)
@click.option("--cpu", type=int)
@click.option("--memory", type=int)
@click.option("--storage", type=int)
@click.option("--country")
def providers(discovery_url, limit, **filters):
    """Lists providers with what they have free."""
    wanted = {key: value for key, value in filters.items() if value is not None}
    page = asyncio.run(fetch(discovery_url + "/api/v1/advertisements", limit=limit, **wanted))
    table(["PROVIDER", "COUNTRY", "CPU", "MEMORY", "STORAGE"],
          [(row["provider_id"][:12], row["country"], *row["resources"].values()) for row in page["advertisements"]])


for name in ["create", "info", "start", "stop", "destroy", "ssh", "exec", "cp", "forward", "events", "stats"]:
    vm.command(name, help=f"Would {name} a VM.")(click.argument("name")(lambda name: None))

if __name__ == "__main__":
    cli()
