"""Runs a test module under `watch`: `run_watched.py FACTS.json TEST_MODULE`; prints one JSON object."""

import gc
import io
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import watch  # noqa: E402


def main():
    with open(sys.argv[1]) as file:
        documents = json.load(file)
    watcher = watch.Watch(documents)
    suite = unittest.defaultTestLoader.loadTestsFromName(sys.argv[2])
    out, sys.stdout = sys.stdout, io.StringIO()
    gc.disable()
    watcher.install()
    unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    sys.settrace(None)
    sys.stdout = out
    json.dump({"checked": watcher.checked, "contradicted": [(*place, what) for place, what in watcher.contradicted.items()]}, sys.stdout)


main()
