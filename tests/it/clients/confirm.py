"""Runs a program in a terminal that answers `y` or `n` when it is asked, and prints what was shown there.

Arguments: the program, the folder to run it in, the folder for state, the answer, and the program's own arguments.
"""

import os
import pty
import sys


def main():
    program, folder, state, answer, *args = sys.argv[1:]
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(program, [program, *args], {**os.environ, "XDG_STATE_HOME": state})
    shown, answered = b"", False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # What Linux says when the other end is closed.
            break
        if not piece:
            break
        shown += piece
        if b"[y/N]" in shown and not answered:
            os.write(terminal, f"{answer}\n".encode())
            answered = True
    os.waitpid(child, 0)
    sys.stdout.write(shown.decode())


main()
