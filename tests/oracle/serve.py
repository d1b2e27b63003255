"""The oracle for many programs: one start of CPython, one fork a program.

serve.py reads lines "PROGRAM<tab>ANSWER" and writes what `oracle.py` says about PROGRAM into ANSWER; it prints an exit
code for each. Left out is what nothing compares: which slot of which container holds what, and the plain run.
"""
import gc
import json
import os
import signal
import sys

LONGEST = 180  # seconds


def main():
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, *sys.argv])
    import oracle

    oracle.Oracle.edges = lambda self, *arguments: None
    gc.freeze()  # what is here now is no garbage of a program's
    for line in sys.stdin:
        program, answer = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            answer_one(oracle, program, answer)
        print(os.waitpid(child, 0)[1], flush=True)


def answer_one(oracle, program, answer):
    signal.alarm(LONGEST)
    try:
        run = oracle.Oracle(program)
        oracle.LOG = oracle.DeathLog()
        run.run()
        with open(answer, "w", encoding="utf-8") as file:
            json.dump(run.report(), file)
    except BaseException as error:
        os.write(2, f"{program}: {error!r}\n".encode())
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
