"""Opens a PO and an XLIFF file of the same texts with translate-toolkit and compares what both hold."""

import re
import sys

from translate.storage import factory, xliff2


def texts(store):
    """The names of the texts, and whether each is translated."""
    return [unit for unit in store.units if not unit.isheader()]


def main(po_name, xliff_name):
    po = texts(factory.getobject(po_name))
    xliff = texts(xliff2.Xliff2File.parsefile(xliff_name))
    if len(po) != len(xliff) or not po:
        sys.exit(f"{po_name} has {len(po)} texts, {xliff_name} has {len(xliff)}")
    plain = lambda text: re.sub(r"<[^>]*>|\{\w+\}|\s", "", str(text or "")).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    for one, other in zip(po, xliff):
        if "<" not in one.source and "{" not in one.source and plain(one.source) != plain(other.source):
            sys.exit(f"{po_name} and {xliff_name} differ: {one.source!r} and {other.source!r}")
        if bool(one.target) != bool(other.target):
            sys.exit(f"{po_name} and {xliff_name} differ in the translation of {one.source!r}")
    if len({unit.getid() for unit in po}) != len(po):
        sys.exit(f"{po_name} names two texts alike")


main(*sys.argv[1:])
