"""Holds `heaplight facts` against the standard library's own tests.

    python3 tests/facts/check_facts.py --bin target/debug/heaplight --python python3.13 [--modules textwrap json ...]

Each module is described, its tests are run under `watch.py`, and every claim about a line that runs is checked. One
contradiction fails the run. `MODULES` says which tests run which module; without `--modules` all of them are run.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TIMEOUT = 90

# Test module: the sources that it runs, below Lib.
MODULES = {
    "test_textwrap": ["textwrap.py"],
    "test_json": ["json/decoder.py", "json/encoder.py", "json/scanner.py", "json/__init__.py", "json/tool.py"],
    "test_configparser": ["configparser.py"],
    "test_difflib": ["difflib.py"],
    "test_shlex": ["shlex.py"],
    "test_string": ["string.py"],
    "test_heapq": ["heapq.py"],
    "test_bisect": ["bisect.py"],
    "test_collections": ["collections/__init__.py", "_collections_abc.py"],
    "test_statistics": ["statistics.py"],
    "test_fractions": ["fractions.py"],
    "test_fnmatch": ["fnmatch.py"],
    "test_glob": ["glob.py"],
    "test_calendar": ["calendar.py"],
    "test_csv": ["csv.py"],
    "test_pprint": ["pprint.py"],
    "test_reprlib": ["reprlib.py"],
    "test_tokenize": ["tokenize.py"],
    "test_dis": ["dis.py", "opcode.py"],
    "test_inspect.test_inspect": ["inspect.py"],
    "test_enum": ["enum.py"],
    "test_dataclasses": ["dataclasses.py"],
    "test_functools": ["functools.py"],
    "test_copy": ["copy.py"],
    "test_copyreg": ["copyreg.py"],
    "test_pickle": ["pickle.py"],
    "test_pickletools": ["pickletools.py"],
    "test_htmlparser": ["html/parser.py", "_markupbase.py"],
    "test_html": ["html/__init__.py"],
    "test_urlparse": ["urllib/parse.py"],
    "test_mimetypes": ["mimetypes.py"],
    "test_ipaddress": ["ipaddress.py"],
    "test_random": ["random.py"],
    "test_graphlib": ["graphlib.py"],
    "test_base64": ["base64.py"],
    "test_quopri": ["quopri.py"],
    "test_gettext": ["gettext.py"],
    "test_optparse": ["optparse.py"],
    "test_getopt": ["getopt.py"],
    "test_plistlib": ["plistlib.py"],
    "test_minidom": ["xml/dom/minidom.py", "xml/dom/expatbuilder.py"],
    "test_xml_etree": ["xml/etree/ElementTree.py", "xml/etree/ElementPath.py"],
    "test_cmd": ["cmd.py"],
    "test_linecache": ["linecache.py"],
    "test_traceback": ["traceback.py"],
    "test_colorsys": ["colorsys.py"],
    "test_keyword": ["keyword.py"],
    "test_posixpath": ["posixpath.py", "genericpath.py"],
    "test_ntpath": ["ntpath.py"],
    "test_strptime": ["_strptime.py"],
    "test_uuid": ["uuid.py"],
    "test_hmac": ["hmac.py"],
    "test_netrc": ["netrc.py"],
    "test_string_literals": ["codeop.py"],
    "test_decimal": ["_pydecimal.py"],
    "test_zipfile": ["zipfile/__init__.py", "zipfile/_path/__init__.py"],
    "test_tarfile": ["tarfile.py"],
    "test_argparse": ["argparse.py"],
    "test_email.test_email": ["email/message.py", "email/header.py", "email/_parseaddr.py", "email/utils.py"],
    "test_email.test__header_value_parser": ["email/_header_value_parser.py"],
    "test_types": ["types.py"],
    "test_contextlib": ["contextlib.py"],
    "test_weakref": ["weakref.py"],
    "test_weakset": ["_weakrefset.py"],
    "test_typing": ["typing.py"],
    "test_ast.test_ast": ["ast.py"],
    "test_unparse": ["ast.py"],
    "test_numeric_tower": ["numbers.py"],
    "test_sched": ["sched.py"],
    "test_queue": ["queue.py"],
    "test_cgi": ["cgi.py"],
    "test_wsgiref": ["wsgiref/headers.py", "wsgiref/util.py", "wsgiref/handlers.py"],
    "test_http_cookies": ["http/cookies.py"],
    "test_http_cookiejar": ["http/cookiejar.py"],
    "test_smtplib": ["smtplib.py"],
    "test_logging": ["logging/__init__.py", "logging/config.py"],
    "test_ordered_dict": ["collections/__init__.py"],
    "test_userdict": ["collections/__init__.py"],
    "test_re": ["re/_parser.py", "re/_compiler.py", "re/__init__.py"],
    "test_datetime": ["_pydatetime.py"],
    "test_pyclbr": ["pyclbr.py"],
    "test_bdb": ["bdb.py"],
    "test_timeit": ["timeit.py"],
    "test_tomllib": ["tomllib/_parser.py", "tomllib/_re.py"],
    "test_zoneinfo": ["zoneinfo/_zoneinfo.py", "zoneinfo/_common.py"],
    "test_sndhdr": ["sndhdr.py"],
    "test_filecmp": ["filecmp.py"],
    "test_tempfile": ["tempfile.py"],
    "test_shutil": ["shutil.py"],
    "test_platform": ["platform.py"],
    "test_locale": ["locale.py"],
    "test_imaplib": ["imaplib.py"],
    "test_ftplib": ["ftplib.py"],
    "test_poplib": ["poplib.py"],
    "test_socketserver": ["socketserver.py"],
    "test_codecs": ["codecs.py", "encodings/__init__.py"],
    "test_code": ["code.py"],
    "test_trace": ["trace.py"],
    "test_profile": ["profile.py"],
    "test_pstats": ["pstats.py"],
    "test_sysconfig": ["sysconfig/__init__.py"],
    "test_symtable": ["symtable.py"],
    "test_stringprep": ["stringprep.py"],
    "test_secrets": ["secrets.py"],
    "test_rlcompleter": ["rlcompleter.py"],
    "test_nturl2path": ["nturl2path.py"],
    "test_modulefinder": ["modulefinder.py"],
    "test_mailbox": ["mailbox.py"],
    "test_gzip": ["gzip.py", "_compression.py"],
    "test_bz2": ["bz2.py"],
    "test_lzma": ["lzma.py"],
    "test_compileall": ["compileall.py"],
    "test_abc": ["_py_abc.py", "abc.py"],
    "test_unittest.testmock": ["unittest/mock.py"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/debug/heaplight")
    parser.add_argument("--python", default="python3.13")
    parser.add_argument("--modules", nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=20, help="contradictions to print")
    options = parser.parse_args()
    version, library = python_says(options.python)
    names = options.modules or sorted(MODULES)
    checked, contradicted, modules = collections.Counter(), [], set()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = pool.map(lambda name: (name, run(options, version, library, name)), names)
        for name, result in runs:
            if result is None:
                continue
            total = sum(result["checked"].values())
            print(f"{name:<45} {total:>8} checks, {len(result['contradicted'])} places contradicted", flush=True)
            checked.update(result["checked"])
            contradicted += result["contradicted"]
            if total:
                modules.update(MODULES[name])
    for kind, place, what in contradicted[: options.show]:
        print(f"CONTRADICTED {kind}: {place}: {what}")
    for kind, count in sorted(checked.items()):
        wrong = sum(k == kind for k, _, _ in contradicted)
        print(f"{kind:<12} checked {count:>8}  contradicted at {wrong} places")
    print(f"facts of {len(modules)} modules on CPython {version}: checked {sum(checked.values())}, "
          f"contradicted at {len(contradicted)} places")
    return 1 if contradicted else 0


def python_says(python):
    code = "import os, sys; print('%d.%d' % sys.version_info[:2]); print(os.path.dirname(os.__file__))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.split("\n")[:2]


def run(options, version, library, name):
    sources = [os.path.join(library, source) for source in MODULES[name]]
    documents = {source: describe(options, version, source) for source in sources if os.path.exists(source)}
    if not documents or not exists(library, name):
        return None
    with tempfile.TemporaryDirectory() as folder:
        facts = os.path.join(folder, "facts.json")
        with open(facts, "w") as file:
            json.dump(documents, file)
        command = [options.python, os.path.join(HERE, "run_watched.py"), facts, f"test.{name}"]
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, cwd=folder, env=environment,
                                  stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            print(f"{name}: no end after {TIMEOUT} s", flush=True)
            return None
    try:
        return json.loads(done.stdout)
    except ValueError:
        print(f"{name}: {done.stderr.strip().splitlines()[-1:] or done.returncode}", flush=True)
        return None


def exists(library, name):
    path = os.path.join(library, "test", *name.split("."))
    return os.path.exists(path + ".py") or os.path.exists(os.path.join(path, "__init__.py"))


def describe(options, version, source):
    command = [options.bin, "facts", source, "--target-version", version]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    sys.exit(main())
