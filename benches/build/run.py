#!/usr/bin/env python3
"""Measures builds of a portal and how soon a preview shows a change.

  run.py PORTAL [--dalil PATH] [--rounds N] [--hugo PATH --hugo-site FOLDER [--pagefind PATH]] [--no-preview]

PORTAL is one that portal.py made; it is copied, never changed. Prints for each: CPU seconds (user and system), wall seconds and peak memory
of a check, a cold build and a second one, medians of the rounds, and for the preview the seconds from writing a page until the server gives
its new text, for a change of the body and of the title, each made before the whole site is built again. With --hugo, `hugo` builds the folder
in the same rounds, `pagefind` makes an index of what it built, and `hugo server` shows the same changes. On a machine with other work,
compare within a round only.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request


def measured(command):
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    assert status == 0, f"{command} ended with {status}"
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


def tell(name, rows):
    cpu, wall, memory = (statistics.median(row[n] for row in rows) for n in range(3))
    print(f"{name:<28} CPU {cpu:7.2f} s   wall {wall:7.2f} s   peak {memory:7.0f} MB", flush=True)


def page_of(folder):
    """A page in the middle of the default language, and where it may be served."""
    pages = sorted((folder / "content/en/guides").glob("*.md"))
    page = pages[len(pages) // 2]
    return page, [f"/en/guides/{page.stem}/", f"/guides/{page.stem}/"]


def seconds_until(urls, text, patience=120):
    """How long it took until one of the addresses showed the text, and which."""
    start = time.monotonic()
    while time.monotonic() - start < patience:
        for url in urls:
            try:
                with urllib.request.urlopen(url, timeout=60) as answer:
                    if text in answer.read().decode("utf8"):
                        return time.monotonic() - start, url
            except OSError:
                pass
        time.sleep(0.004)
    raise SystemExit(f"{urls} never showed `{text}`")


def preview(name, command, folder, address, rounds):
    page, paths = page_of(folder)
    before = page.read_text("utf8")
    # Into a file: a pipe that nobody reads would stop the server when it is full.
    told = tempfile.NamedTemporaryFile("w+", suffix=".log")
    server = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
    try:
        while not (found := re.search(r"http://127[^ /]+", address or pathlib.Path(told.name).read_text("utf8"))):
            time.sleep(0.05)
        origin = found.group()
        title = re.search(r'title: "?([^"\n]*)', before).group(1)
        _, url = seconds_until([origin + path for path in paths], title.split()[0])
        for kind in ("body", "title"):
            took = []
            for n in range(rounds):
                mark = f"Changed{kind}{n}"
                after = before + f"\n{mark}.\n" if kind == "body" else before.replace(title, f"{mark} {title}", 1)
                page.write_text(after, "utf8")
                took.append(seconds_until([url], mark)[0])
                # Soon after, when the whole site may not be built yet: an editor who saves often.
                time.sleep(0.5 + 2 * took[-1])
            print(f"{name:<28} preview of a changed {kind}: median {statistics.median(took):.3f} s, longest {max(took):.3f} s", flush=True)
    finally:
        server.kill()
        server.wait()
        page.write_text(before, "utf8")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("portal", type=pathlib.Path)
    arguments.add_argument("--dalil", default="target/release/dalil")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--hugo")
    arguments.add_argument("--hugo-site", type=pathlib.Path)
    arguments.add_argument("--pagefind")
    arguments.add_argument("--no-preview", action="store_true")
    given = arguments.parse_args()
    dalil = str(pathlib.Path(given.dalil).resolve())
    with tempfile.TemporaryDirectory() as work:
        portal = pathlib.Path(work) / "portal"
        shutil.copytree(given.portal, portal, ignore=shutil.ignore_patterns("public", ".dalil-cache"))
        site = pathlib.Path(work) / "hugo"
        if given.hugo:
            shutil.copytree(given.hugo_site, site, ignore=shutil.ignore_patterns("public", "resources"))
        check, cold, second, other, indexed = [], [], [], [], []
        for _ in range(given.rounds):
            shutil.rmtree(portal / "public", ignore_errors=True)
            shutil.rmtree(portal / ".dalil-cache", ignore_errors=True)
            check.append(measured([dalil, "check", "--quiet", "--root", str(portal)]))
            cold.append(measured([dalil, "build", "--quiet", "--root", str(portal)]))
            second.append(measured([dalil, "build", "--quiet", "--root", str(portal)]))
            if given.hugo:
                shutil.rmtree(site / "public", ignore_errors=True)
                other.append(measured([given.hugo, "-s", str(site), "--quiet"]))
            if given.pagefind:
                index = measured([given.pagefind, "--site", str(site / "public")])
                indexed.append([other[-1][0] + index[0], other[-1][1] + index[1], max(other[-1][2], index[2])])
        tell("dalil check", check)
        tell("dalil, cold", cold)
        tell("dalil, second build", second)
        if other:
            tell("hugo, cold", other)
        if indexed:
            tell("hugo and pagefind, cold", indexed)
        if not given.no_preview:
            preview("dalil serve", [dalil, "serve", "--port", "0", "--root", str(portal)], portal, None, given.rounds)
            if given.hugo:
                serve = [given.hugo, "server", "-s", str(site), "--bind", "127.0.0.1", "--port", "13131"]
                preview("hugo server", serve, site, "http://127.0.0.1:13131", given.rounds)


if __name__ == "__main__":
    main()
