"""Run a labelled file afresh, so that each proof starts with its first call."""
import importlib.util
import sys
import traceback
from pathlib import Path

sys.dont_write_bytecode = True


def fresh(name):
    path = Path(__file__).resolve().parent.parent / (name + ".py")
    spec = importlib.util.spec_from_file_location(name, str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def prove(name, tests):
    """Call every function test_<item>_... of `tests` with its own copy of the file."""
    failed = 0
    found = sorted(k for k in tests if k.startswith("test_"))
    for key in found:
        try:
            tests[key](fresh(name))
        except Exception:
            failed += 1
            print("%s: %s" % (name, key))
            traceback.print_exc()
    print("%s: %d proofs, %d failed" % (name, len(found), failed))
    sys.exit(1 if failed else 0)


def raises(kind, func, *args):
    try:
        func(*args)
    except kind:
        return True
    return False
