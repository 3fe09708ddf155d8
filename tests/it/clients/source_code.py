"""Runs the Python blocks of a deck, each as a program of its own, and prints as JSON how that went.

The argument is a `model.json`. A comment behind a `print` on the same line is what that call has to print. Code that
belongs to a question with options prints what the right option says. A block whose first line says `# Python 3.14 or
later` is left to such a Python.
"""

import ast
import concurrent.futures
import io
import json
import re
import subprocess
import sys
import tokenize

FENCE = re.compile(r"^( *)(`{3,})python\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)
NEWER = re.compile(r"# Python 3\.(\d+) or later")
RIGHT_OPTION = re.compile(r"[A-Z]\. `(.*)`")
SECONDS = 60


def blocks(model):
    """Every Python block: where it stands, its code, and what it prints where an option says so."""
    for entry in model["entries"]:
        place = f"{entry['document']}:{entry['first_line']}"
        option = RIGHT_OPTION.match(entry["answer_markdown"] or "")
        for code in python(entry["question_blocks_markdown"]):
            yield place, code, option and option[1]
        for part in [entry["answer_markdown"] or "", *asides(entry)]:
            for code in python(part):
                yield place, code, None
    for passage in model["passages"]:
        for code in python(passage["markdown"]):
            yield f"{passage['document']}:{passage['first_line']}", code, None


def asides(entry):
    return [value for aside in entry["asides"] for value in aside.values() if isinstance(value, str)]


def python(markdown):
    for indent, _, code in FENCE.findall(markdown + "\n"):
        yield re.sub(f"^{indent}", "", code, flags=re.MULTILINE)


def run(block):
    """What is wrong with the block; nothing where it did as it says."""
    place, code, option = block
    try:
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-W", "error", __file__, "--block"],
            input=code,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return [f"{place}: does not end"]
    if done.returncode or done.stderr:
        return [f"{place}: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}"]
    told = json.loads(done.stdout.rsplit("\n", 1)[-1])
    if option is not None and told["printed"] != [option]:
        return [f"{place}: prints {told['printed']}, the right option is {option}"]
    return [f"{place}: {fault}" for fault in told["faults"]]


def run_block(code):
    """Runs the code and prints what its calls of `print` printed, and where that is not what comments say."""
    expected = said(code)
    printed, faults, reached = [], [], set()

    def told(*values, sep=" ", end="\n"):
        line = sys._getframe(1).f_lineno
        text = sep.join(map(str, values))
        printed.append(text)
        reached.add(line)
        if text != expected.get(line, text):
            faults.append(f"`{expected[line]}` is said and {text!r} is printed")

    exec(compile(code, "block", "exec", dont_inherit=True), {"__name__": "__main__", "print": told})
    faults += [f"`{text}` is said and nothing is printed" for line, text in expected.items() if line not in reached]
    print("\n" + json.dumps({"printed": printed, "faults": faults}), end="")


def said(code):
    """The comments behind calls of `print`, by line."""
    prints = {
        node.end_lineno: node.lineno
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    return {
        prints[token.start[0]]: token.string.removeprefix("#").strip()
        for token in tokenize.generate_tokens(io.StringIO(code).readline)
        if token.type == tokenize.COMMENT and token.start[0] in prints
    }


def main(path):
    with open(path, encoding="utf-8") as file:
        found = list(blocks(json.load(file)))
    minor = lambda code: int(wanted[1]) if (wanted := NEWER.match(code)) else 0
    ready = [block for block in found if sys.version_info >= (3, minor(block[1]))]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        faults = [fault for faults in pool.map(run, ready) for fault in faults]
    print(json.dumps({"blocks": len(found), "run": len(ready), "faults": faults}))


if sys.argv[1] == "--block":
    run_block(sys.stdin.read())
else:
    main(sys.argv[1])
