"""A corpus of question cards as Markdown, the same for every tool and on every machine."""

import random
from pathlib import Path

TOPICS = "buffers caches channels closures cursors drivers frames graphs handles heaps indexes journals kernels".split()
VERBS = "allocates binds checks copies drops flushes grows hashes joins keeps locks maps orders reads".split()
NOUNS = "a block the queue every page its owner the row a node each thread the tree one segment its key".split(" ")
ASKS = ["What is {}?", "How does {} work?", "Why does {} matter?", "When would you use {}?", "Explain {}."]
PYTHON = """```python
class {Name}:
    \"\"\"Keeps {name} by key.\"\"\"

    def __init__(self, size: int = {n}) -> None:
        self.slots = [None] * size

    def put(self, key: str, value: object) -> bool:
        for at in range({m}):
            if self.slots[at] is None:  # free
                self.slots[at] = (key, f"{{value!r}}")
                return True
        return False
```"""
RUST = """```rust
fn {name}(input: &[u32], limit: usize) -> Option<u32> {{
    let mut best = None;
    for (at, value) in input.iter().enumerate().take(limit) {{
        if *value % {n} == 0 {{
            best = Some(*value + at as u32); // the last one wins
        }}
    }}
    best
}}
```"""


def sentence(rng):
    words = []
    while len(words) < 9:
        words += [rng.choice(["it", "this", rng.choice(TOPICS)]), rng.choice(VERBS), rng.choice(NOUNS), rng.choice(["when", "and", "because", "before"])]
    return " ".join(words[:-1]).capitalize() + "."


def answer(rng, number):
    parts = [" ".join(sentence(rng) for _ in range(rng.randint(1, 3)))]
    parts.append("\n".join(f"* **{rng.choice(TOPICS)}** {sentence(rng)}" for _ in range(rng.randint(2, 5))))
    if number % 3 != 2:
        name = f"{rng.choice(TOPICS)}_{number}"
        parts.append((PYTHON if number % 2 else RUST).format(name=name, Name=name.title(), n=rng.randint(2, 99), m=rng.randint(2, 9)))
    if number % 4 == 3:
        rows = [f"| {rng.choice(TOPICS)} | `{rng.choice(VERBS)}()` | {rng.randint(1, 900)} |" for _ in range(4)]
        parts.append("\n".join(["| part | call | cost |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts)


def cards(count):
    """Pairs of question and answer in Markdown; no two questions ask the same."""
    rng = random.Random(20240131)
    for number in range(count):
        yield rng.choice(ASKS).format(f"`{rng.choice(TOPICS)}{number}`"), answer(rng, number)


def write(folder, count, files=20):
    """Writes `count` cards as headings with their answers below, in `files` documents; returns their bytes."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = list(cards(count))
    size = 0
    for number in range(files):
        share = made[number * count // files:(number + 1) * count // files]
        text = f"# Part {number}\n\n" + "\n\n".join(f"## {question}\n\n{answer}" for question, answer in share) + "\n"
        (folder / f"part{number:02}.md").write_text(text, encoding="utf-8")
        size += len(text.encode())
    return size
