"""Builds the same corpus with deckpress and its peers, one after the other, and prints what each took.

    cargo build --release
    python3 benches/peers/run.py [COUNT ...]       1,000, 5,000 and 20,000 cards unless told

Makes an environment of its own under target/peers for the peers' packages. Each command runs three times (peers that
take over a minute once); the smallest figures count. Md2Anki needs Python 3.12. Wall and user seconds, and the peak of resident memory, are those
that the operating system accounts to the process.
"""

import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import corpus

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDER = ROOT / "target/peers"
DECKPRESS = ROOT / "target/release/deckpress"
PLUGIN = ROOT / "target/plugins/release/deckpress-genanki-rs"
SLOW = 60


def python():
    environment = FOLDER / "python"
    stamp = FOLDER / "installed.txt"
    wanted = (HERE / "requirements.txt").read_text()
    interpreter = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(environment, with_pip=True, clear=True)
        subprocess.run([interpreter, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
        stamp.write_text(wanted)
    return interpreter


def measured(command, folder):
    """Wall and user seconds and peak MB of `command`, run in `folder`."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if status != 0:
            said.seek(0)
            raise RuntimeError(said.read().decode().strip().splitlines()[-1][:100])
    peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return wall, used.ru_utime, peak


def best(command, folder):
    runs = [measured(command, folder)]
    while len(runs) < 3 and runs[0][0] < SLOW:
        runs.append(measured(command, folder))
    return tuple(min(figures) for figures in zip(*runs))


def tools(count, folder, interpreter):
    """Everything that makes a deck of `count` cards out of the `documents` of `folder`: its name, the command, and the
    folder to run it in, `folder` where none is told."""
    deckpress = [DECKPRESS, "build", folder / "documents", "--quiet", "--allow-shrink"]
    found = [
        ("deckpress, deck only", [*deckpress, "--only", "apkg", "--output", "deck"]),
        ("deckpress, all writers", [*deckpress, "--output", "all"]),
        ("genanki + Python-Markdown", [interpreter, HERE / "genanki_deck.py", "documents", "genanki.apkg"]),
        ("the same + codehilite", [interpreter, HERE / "genanki_deck.py", "documents", "hilite.apkg", "--highlight"]),
    ]
    if PLUGIN.exists():
        # A configuration of its own: the other builds are not to run the plugin.
        configured = folder / "plugin"
        configured.mkdir()
        (configured / "deckpress.toml").write_text(f'[writer.genanki-rs]\ncommand = ["{PLUGIN}"]\n')
        plugin = [*deckpress, "--only", "genanki-rs", "--allow-commands"]
        found.append(("deckpress with the genanki-rs plugin", plugin, configured))
    if count <= 5000:
        documents = sorted((folder / "documents").glob("*.md"))
        found.append(("Md2Anki", [interpreter.parent / "md2anki", *documents, "-o-anki", "md2anki.apkg"]))
    return found


def main():
    counts = [int(word) for word in sys.argv[1:]] or [1000, 5000, 20000]
    interpreter = python()
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            size = corpus.write(folder / "documents", count)
            print(f"\n{count:,} cards, {size / 1e6:.1f} MB of Markdown in 20 files\n")
            print(f"| {'tool':36} | wall s | user s | peak MB | user, times the first |")
            print(f"|{'-' * 38}|-------:|-------:|--------:|----------------------:|")
            first = None
            for name, command, *inside in tools(count, folder, interpreter):
                try:
                    wall, user, peak = best(command, *inside or [folder])
                except RuntimeError as error:
                    print(f"| {name:36} | failed: {error} |", flush=True)
                    continue
                first = first or user
                print(f"| {name:36} | {wall:6.2f} | {user:6.2f} | {peak:7.0f} | {user / first:21.1f} |", flush=True)


if __name__ == "__main__":
    main()
