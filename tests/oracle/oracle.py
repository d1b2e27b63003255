#!/usr/bin/env python3
"""oracle.py - run a snippet on a real CPython and print the true object-model facts as JSON.

    python oracle.py snippet.py [--no-plain] [--no-opcodes] [--indent N]

stdlib only, CPython 3.9 - 3.14 (GIL build, 64 bit, Linux; the death log needs x86-64).

HOW (chosen because it perturbs reference counts least)
  * Events come from PyEval_SetTrace with a *C-level* trace function (a ctypes callback).  sys.settrace
    would, on <= 3.12, build frame.f_locals before every event: a dict with one more reference to every
    local, which keeps dead values alive until the next event.  The C-level hook does not.
  * Function locals, cells and the value stack are read straight out of the frame's memory
    (localsplus, offsets found by calibration), reference counts out of the object header: no reference
    is held while a count is read, so nothing has to be subtracted.
  * Every object's death is seen, of every type (int, list, dict, str ... have no weakref): tp_dealloc of
    every C-level type is replaced by an 11-instruction machine-code stub that appends (address, type)
    to a log and jumps to the original.  The log is read at every opcode event, so a death is known to the
    opcode.  An instance of a Python class is logged by its base's dealloc (object's, list's, ...), that is
    at the moment its memory goes, after __del__ and after its attributes were released.
  * gc is disabled (the snippet may call gc.collect()/enable()); gc.callbacks tell deaths by gc from deaths by
    refcount.  "orphaned" = alive, yet unreachable: found by CPython's own algorithm (refcount minus internal
    references) run over gc.get_objects() in Python, without finalizing anything.
  * The same snippet is also run plainly in a subprocess and its stdout compared ("plain.agrees").

DEFINITIONS
  size      sys.getsizeof(obj)
  deep      sum of size over every distinct object reachable from obj, obj included.  Not followed / counted:
            classes, modules, code objects, a function's globals/builtins/name/doc, and the singletons
            None True False ... NotImplemented.  Counted though shared: small ints, interned strings.
  retained  sum of size over the objects that cease to be reachable when obj ceases to be (obj included):
            those of obj's closure all of whose references (true refcounts) come from inside.  Cycles count.
  freed_if_unbound   sum of size over what pure reference counting frees at once if this ONE name were unbound.
  rc        ob_refcnt, exactly, with no oracle reference in it.  rc_portable=false where the number depends on
            the rest of the process (immortals, small ints, interned strings, classes, modules ...).
  holders   where those references are: names, container slots, closure cells, co_consts, the value stack of the
            running frame; "other" = rc minus all of those (C stack, callers' value stacks, caches).
"""

import ast
import ctypes
import gc
import io
import json
import opcode
import os
import subprocess
import sys
import traceback
import tracemalloc
import types

# Imported here so that their types are in the death log and their import does not count as the snippet's.
import abc, array, asyncio, collections, collections.abc, contextlib, copy, dataclasses, datetime, decimal, enum  # noqa
import fractions, functools, itertools, math, operator, random, re, string, time, typing, weakref  # noqa

from death_log import LOGN, DeathLog
from object_graph import SINGLE, ObjectGraph, short
from raw_memory import U64, VER, frame_slots, getsizeof, is_a, obj_at
from snapshot import Snapshots

TEMPT = {}
OPNAME = {v: k for k, v in opcode.opmap.items()}


def begins(frame):
    """The frame runs for the first time: it stands at its `RESUME 0`, and not at the one behind a `yield` (3.12)."""
    if VER < (3, 12):
        return False
    code, last = frame.f_code.co_code, frame.f_lasti
    return 0 <= last < len(code) and OPNAME.get(code[last]) == 'RESUME' and code[last + 1] & 3 == 0

get_traced = tracemalloc.get_traced_memory
reset_peak = tracemalloc.reset_peak
LOG = None


def noop(*a):
    return None


class FrameRecord:
    __slots__ = (
        'label',
        'code',
        'name',
        'line',
        'counts',
        'addr',
        'fid',
        'caller',
        'isgen',
        'ops',
        'degraded',
        'net',
        'peak',
        'temps',
        'mod',
        'first',
        'saved',
        'codeid',
    )


class Oracle(ObjectGraph, Snapshots):
    def __init__(self, path, opcodes=True, max_snap=3000, max_nodes=6000):
        self.path = path
        with open(path, encoding='utf-8') as f:
            self.src = f.read()
        self.lines = self.src.splitlines()
        self.file = '<snippet>'
        self.opcodes = opcodes
        self.max_snap, self.max_nodes = max_snap, max_nodes
        self.steps = []  # (framelabel, line, n, json str)
        self.events = []  # json strings
        self.tracked = {}  # addr -> (label, typeaddr, size, valuekey)
        self.counter = {}
        self.frames = {}  # frame addr -> FrameRecord
        self.stack = []
        self.callno = {}
        self.ctx = None
        self.in_gc = False
        self.orphans = {}
        self.checked = None
        self.missed = 0
        self.overflow = False
        self.snaps = 0
        self.errors = []
        self.deathno = 0
        self.bulkcache = {}
        self.K = 0
        self.calib = None
        self.nmods = 0
        self.finished = False
        self.retval = 0
        tree = ast.parse(self.src)
        self.attrs = sorted(
            {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
            | {n.target.id for n in ast.walk(tree) if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
            | {
                n.value
                for n in ast.walk(tree)
                if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value.isidentifier()
            }
        )
        del tree
        self.mod = types.ModuleType('__main__')
        self.G = self.mod.__dict__
        self.G['__file__'] = path
        self.G['__builtins__'] = __builtins__
        self.baseline = set(self.G)
        self.code = compile(self.src, self.file, 'exec', dont_inherit=True)
        self.consts = None
        self.skipids = {id(self.G), id(vars(sys.modules['builtins'])), id(sys.modules)}

    # -------------------------------------------------- labels
    def label(self, o, a, size):
        ent = self.tracked.get(a)
        ta = id(type(o))
        vk = short(o)
        if ent is not None:
            if ent[1] == ta and ent[3] == vk:
                if ent[2] != size:
                    self.tracked[a] = (ent[0], ta, size, vk)
                return ent[0]
            if ent[1] != ta and not (type(o).__flags__ & (1 << 9)) or ent[3] != vk:
                self.missed += 1
                self.event(
                    'reclaimed',
                    obj=ent[0],
                    size=ent[2],
                    by='unseen',
                    line=None,
                    frame=None,
                    note='death not logged; seen by reuse of the address',
                )
            else:
                return ent[0]
        tn = type(o).__name__
        if a in SINGLE:
            return repr(o)
        if is_a(o, type):
            base = 'class ' + type.__dict__['__name__'].__get__(o)
        elif type(o) is types.FunctionType:
            base = 'function ' + o.__name__
        else:
            base = '%s(%s)' % (tn, vk) if vk is not None else tn
        n = self.counter[base] = self.counter.get(base, 0) + 1
        lab = '%s#%d' % (base, n)
        self.tracked[a] = (lab, ta, size, vk)
        return lab

    def event(self, kind, **kw):
        kw['kind'] = kind
        kw['step'] = len(self.steps)
        self.events.append(json.dumps(kw))

    # -------------------------------------------------- deaths
    def drain(self, n, by=None):
        """n log entries -> events, attributed to self.ctx = (FrameRecord, line, phase, exitset, parent)"""
        arr = LOG.arr
        if n > LOGN:
            self.overflow = True
            n = LOGN
        tr = self.tracked
        fr = self.frames
        ctx = self.ctx
        temps = None
        for i in range(n):
            p = arr[2 + 2 * i]
            ent = tr.pop(p, None)
            if ent is None:
                if p in fr:
                    del fr[p]
                    continue
                t = arr[3 + 2 * i]
                tn = TEMPT.get(t)
                if tn is not None and ctx is not None:
                    if temps is None:
                        temps = {}
                    temps[tn] = temps.get(tn, 0) + 1
                continue
            self.orphans.pop(p, None)
            self.deathno += 1
            if ctx is None:
                self.event(
                    'reclaimed', obj=ent[0], size=ent[2], by='teardown', line=None, frame=None, order=self.deathno
                )
                continue
            c = ctx
            while c[2] == 'exit' and p not in c[3] and c[5] is not None:
                c = c[5]
            f, line, phase, exitset, parent = c[:5]
            kw = {}
            if phase == 'exit' and p not in exitset and parent is not None:
                f, line = parent.label, parent.line
                phase = 'run'
            else:
                if phase == 'exit' and parent is not None:
                    kw = {'caller': parent.label, 'caller_line': parent.line}
                f = f.label
            self.event(
                'reclaimed',
                obj=ent[0],
                size=ent[2],
                by=by or ('gc' if self.in_gc else 'refcount'),
                line=line,
                frame=f,
                when='frame exit' if phase == 'exit' else 'statement',
                order=self.deathno,
                **kw,
            )
        if temps and ctx is not None:
            d = ctx[0].temps
            for k, v in temps.items():
                d[k] = d.get(k, 0) + v

    def gc_cb(self, phase, info):
        n = LOG.arr[0]
        if self.finished:
            return
        if phase == 'start':
            self.drain(n)
            self.in_gc = True
        else:
            self.drain(n, 'gc')
            self.in_gc = False
            self.event(
                'gc',
                generation=info['generation'],
                collected=info['collected'],
                uncollectable=info['uncollectable'],
                line=self.ctx[1] if self.ctx else None,
            )
        LOG.arr[0] = 0

    # -------------------------------------------------- trace callback
    def finish_line(self, frame, rec):
        line = rec.line
        if line is None:
            return None
        n = rec.counts[line] = rec.counts.get(line, 0) + 1
        self.ran[(rec.label, line)] = n
        if len(self.stack) <= 60 and self.snaps < self.max_snap and (n <= 400 or n & (n - 1) == 0):
            self.snaps += 1
            step, ns, _ = self.snapshot(frame, rec, line, n)
            step['net_bytes'] = rec.net
            step['peak_bytes'] = rec.peak
            if rec.temps:
                step['temps_freed'] = dict(rec.temps)
            self.steps.append((rec.label, line, n, json.dumps(step)))
        else:
            ns = None
        rec.net = rec.peak = 0
        rec.temps = {}
        return ns

    def account(self, cur, peak):
        ctx = self.ctx
        if ctx is None:
            return
        rec = ctx[0] if ctx[2] != 'exit' or ctx[4] is None else ctx[4]
        d = cur - self.exit_cur - self.K
        p = peak - self.exit_cur - self.K
        for r in self.stack or [rec]:
            pk = r.net + p
            if pk > r.peak:
                r.peak = pk
            r.net += d

    def cb(self, frame, what, arg):
        n = LOG.arr[0]
        cur, peak = get_traced()
        code = frame.f_code
        if code.co_filename != self.file:
            if what == 0 and code.co_filename != __file__:
                frame.f_trace_lines = False
            return False
        if self.calib is not None:
            self.calib.append(cur - self.exit_cur)
            if what == 0 and self.opcodes:
                frame.f_trace = noop
                frame.f_trace_opcodes = True
            return
        fid = id(frame)
        self.account(cur, peak)
        self.drain(n)
        rec = self.frames.get(fid)
        if what == 7 and rec is not None:
            rec.ops += 1
            if rec.ops > 40000:
                frame.f_trace_opcodes = False
                rec.degraded = True
                self.degraded = True
            if self.ctx is None or self.ctx[0] is not rec or self.ctx[2] != 'run':
                self.ctx = (rec, rec.line, 'run', None, None, None)
            return
        if len(sys.modules) != self.nmods:
            self.nmods = len(sys.modules)
            if LOG.ok:
                LOG.scan()
            self.temptypes()
        if what == 0:  # call / generator resume
            # A generator that was closed without an event has left its address to another frame.
            if rec is None or rec.codeid != id(code) or begins(frame):
                rec = FrameRecord()
                nm = code.co_name
                c = self.callno[nm] = self.callno.get(nm, 0) + 1
                rec.label = nm if nm == '<module>' else 'frame %s#%d' % (nm, c)
                rec.code, rec.name, rec.line, rec.counts = None, nm, None, {}
                rec.fid, rec.isgen = fid, bool(code.co_flags & 0x2A0)
                rec.ops, rec.degraded, rec.net, rec.peak, rec.temps = 0, False, 0, 0, {}
                rec.mod = nm == '<module>'
                rec.first = code.co_firstlineno
                rec.codeid = id(code)
                self.frames[fid] = rec
                kind = 'call'
            else:
                kind = 'resume'
            rec.caller = self.stack[-1] if self.stack else None
            rec.saved = self.ctx if self.ctx and self.ctx[2] == 'exit' else None
            if kind == 'call' and rec.name == '__del__':
                a = dict((nm_, a_) for nm_, a_ in frame_slots(frame)).get(
                    code.co_varnames[0] if code.co_varnames else '', 0
                )
                if a and U64(a + 8).value == id(types.CellType):
                    a = U64(a + 16).value
                e = self.tracked.get(a)
                c = self.ctx
                while c and c[2] == 'exit' and a not in c[3] and c[5] is not None:
                    c = c[5]
                if c and c[2] == 'exit' and a in c[3]:
                    kw = {
                        'line': c[1],
                        'in_frame': c[0].label,
                        'when': 'frame exit',
                        'caller': rec.caller.label if rec.caller else None,
                        'caller_line': rec.caller.line if rec.caller else None,
                    }
                else:
                    kw = {
                        'line': rec.caller.line if rec.caller else None,
                        'in_frame': rec.caller.label if rec.caller else None,
                        'when': 'statement',
                    }
                self.event(
                    'del_called', obj=e[0] if e else None, frame=rec.label, by='gc' if self.in_gc else 'refcount', **kw
                )
            elif not rec.mod:
                self.event(
                    kind,
                    frame=rec.label,
                    line=rec.caller.line if rec.caller else None,
                    caller=rec.caller.label if rec.caller else None,
                )
            self.stack.append(rec)
            self.ctx = (rec, rec.line if rec.line is not None else code.co_firstlineno, 'run', None, None, None)
            if self.opcodes:
                frame.f_trace = noop
                frame.f_trace_opcodes = True
        elif rec is None:
            return
        elif what == 2:  # about to run a line
            # an exception or a non-local exit may have skipped RETURN events of callees: resync
            while self.stack and self.stack[-1] is not rec:
                self.stack.pop()
            if sum(rec.counts.values()) > 20000:
                frame.f_trace_lines = False
                self.degraded = self.lines_lost = True
            self.finish_line(frame, rec)
            rec.line = frame.f_lineno
            self.ctx = (rec, rec.line, 'run', None, None, None)
        elif what == 1:
            self.event('raise', frame=rec.label, line=frame.f_lineno)
        elif what == 3:
            while self.stack and self.stack[-1] is not rec:
                self.stack.pop()
            b = code.co_code
            li = frame.f_lasti
            suspended = False
            if rec.isgen and arg:
                op = OPNAME.get(b[li], '') if 0 <= li < len(b) else ''
                suspended = op in ('YIELD_VALUE', 'YIELD_FROM', 'SEND', 'INSTRUMENTED_YIELD_VALUE', 'RESUME')
                if VER == (3, 9) or VER == (3, 10):
                    suspended = op in ('YIELD_VALUE', 'YIELD_FROM')
            self.retval = arg or 0
            self.finish_line(frame, rec)
            self.retval = 0
            line = rec.line
            exitset = ()
            if not suspended and not rec.mod and (code.co_flags & 1) and len(self.stack) <= 60:
                sl = [a for nm, a in frame_slots(frame)]
                g = self.graph(sl)
                dead = self.freed(g, sl)
                exitset = {g[3][j] for j in dead}
                g = None
            self.event('yield' if suspended else 'return' if arg else 'unwind', frame=rec.label, line=line)
            if suspended:
                rec.line = None
            self.stack.pop() if self.stack and self.stack[-1] is rec else None
            parent = self.stack[-1] if self.stack else None
            if suspended:
                self.ctx = (parent, parent.line, 'run', None, None, None) if parent else None
            else:
                self.ctx = (rec, line if line is not None else code.co_firstlineno, 'exit', exitset, parent, rec.saved)
                self.frames.pop(fid, None)
                rec.fid = None
            if rec.mod:
                self.ctx = None
                self.final(frame, rec)

    def final(self, frame, rec):
        dead, edges = self.garbage()
        ds = set(dead)
        # strongly connected components among the dead
        order, low, comp, st, on = {}, {}, [], [], set()
        sys.setrecursionlimit(20000)

        def sc(v):
            order[v] = low[v] = len(order)
            st.append(v)
            on.add(v)
            for w in edges.get(v, ()):
                if w not in ds:
                    continue
                if w not in order:
                    sc(w)
                    low[v] = min(low[v], low[w])
                elif w in on:
                    low[v] = min(low[v], order[w])
            if low[v] == order[v]:
                c = []
                while True:
                    w = st.pop()
                    on.discard(w)
                    c.append(w)
                    if w == v:
                        break
                comp.append(c)

        for v in dead:
            if v not in order:
                sc(v)
        out = []

        def lab(a):
            e = self.tracked.get(a)
            if e:
                return e[0]
            return '(%s)' % type(obj_at(a)).__name__

        for c in comp:
            cyc = len(c) > 1 or c[0] in edges.get(c[0], ())
            out.append({'in_cycle': cyc, 'objects': sorted(map(lab, c)), 'bytes': sum(getsizeof(obj_at(a)) for a in c)})
        out.sort(key=lambda d: (not d['in_cycle'], d['objects']))
        self.end = out

    def temptypes(self):
        for t in (
            list,
            dict,
            set,
            frozenset,
            tuple,
            str,
            float,
            types.FunctionType,
            types.MethodType,
            types.GeneratorType,
            types.CellType,
            range,
            slice,
            bytes,
            bytearray,
            type(iter([])),
            type(iter(())),
            type(iter(range(1))),
            type(iter({})),
            type(iter('')),
            enumerate,
            zip,
            map,
            filter,
        ):
            TEMPT[id(t)] = t.__name__
        for t in list(object.__subclasses__()):
            if t.__module__ == '__main__' and t is not Oracle and t is not FrameRecord:
                TEMPT[id(t)] = t.__name__

    def run(self):
        # not StringIO: it keeps the printed str objects alive
        out = io.TextIOWrapper(
            io.BytesIO(), encoding='utf-8', errors='backslashreplace', newline='\n', write_through=True
        )
        self.end = []
        self.ran = {}
        self.degraded = self.lines_lost = False
        self.temptypes()
        self.nmods = len(sys.modules)
        CB = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.py_object, ctypes.c_int, ctypes.c_void_p)
        arr = LOG.arr

        def hook(obj, frame, what, arg, self=self, cb=self.cb, arr=arr):
            try:
                if cb(frame, what, arg) is False:
                    return 0
            except BaseException:
                if len(self.errors) < 5:
                    self.errors.append(traceback.format_exc()[-600:])
            frame = None
            self.exit_cur = get_traced()[0]
            reset_peak()
            arr[0] = 0
            return 0

        c_hook = CB(hook)
        SetTrace = ctypes.pythonapi.PyEval_SetTrace
        SetTrace.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        SetTrace.restype = None
        p = ctypes.cast(c_hook, ctypes.c_void_p)
        gc.collect()
        gc.disable()
        gc.freeze()
        tracemalloc.start(1)
        self.exit_cur = get_traced()[0]
        if self.opcodes:
            fr = sys._getframe()
            fr.f_trace = noop
            fr.f_trace_opcodes = True
            fr = None
        # calibrate the byte accounting on a frame that allocates nothing
        cal = compile('x=None\n' * 60, self.file, 'exec')
        self.calib = []
        SetTrace(p, None)
        exec(cal, {'x': None})
        SetTrace(None, None)
        ds = self.calib
        self.calib = None
        self.K = max(set(ds), key=ds.count) if ds else 0
        ds = cal = None
        old = sys.stdout
        savemain = sys.modules['__main__']
        sys.modules['__main__'] = self.mod
        self.exc = None
        gc.callbacks.append(self.gc_cb)
        sys.stdout = out
        arr[0] = 0
        self.exit_cur = get_traced()[0]
        reset_peak()
        SetTrace(p, None)
        try:
            exec(self.code, self.G)
        except BaseException as e:
            SetTrace(None, None)
            self.exc = {'type': type(e).__name__, 'message': str(e)[:200]}
            e.__traceback__ = None
            e = None
        finally:
            SetTrace(None, None)
            self.finished = True
            sys.stdout = old
            sys.modules['__main__'] = savemain
            tracemalloc.stop()
            LOG.restore() if LOG.ok else None
        out.flush()
        self.stdout = out.buffer.getvalue().decode('utf-8')

    def report(self):
        last = {}
        for f, l, n, js in self.steps:
            last[(f, l)] = n
        steps = []
        for f, l, n, js in self.steps:
            if n <= 3 or n == last[(f, l)]:
                d = json.loads(js)
                d['of'] = self.ran.get((f, l), last[(f, l)])
                if n == last[(f, l)] and n > 3:
                    d['steady_state_of_loop'] = True
                steps.append(d)
        return {
            'python': '%d.%d.%d' % sys.version_info[:3],
            'snippet': os.path.basename(self.path),
            'oracle': {
                'method': 'C-level trace, raw frame memory, tp_dealloc log',
                'opcode_events': self.opcodes,
                'degraded': self.degraded,
                'lines_lost': self.lines_lost,
                'missed_deaths': self.missed,
                'log_overflow': self.overflow,
                'internal_errors': self.errors,
                'gc': 'automatic collection disabled',
                'byte_calibration': self.K,
                'death_log': LOG.ok,
            },
            'stdout': self.stdout,
            'exception': self.exc,
            'ran': [[f, l, n] for (f, l), n in self.ran.items()],
            'steps': steps,
            'events': [json.loads(e) for e in self.events],
            'end': {
                'alive_only_in_cycles': [c for c in self.end if c['in_cycle']],
                'hanging_off_cycles': [c for c in self.end if not c['in_cycle']],
            },
        }


def main():
    global LOG
    if os.environ.get('PYTHONHASHSEED') != '0':  # same run every time
        os.environ['PYTHONHASHSEED'] = '0'
        os.execv(sys.executable, [sys.executable] + sys.argv)
    args = [a for a in sys.argv[1:] if not a.startswith('--')]
    path = args[0]
    ind = 1
    if '--indent' in sys.argv:
        ind = int(sys.argv[sys.argv.index('--indent') + 1])
        args = [a for a in args if a != str(ind)]
    o = Oracle(path, opcodes='--no-opcodes' not in sys.argv)
    LOG = DeathLog()
    o.run()
    rep = o.report()
    if '--no-plain' not in sys.argv:
        try:
            p = subprocess.run([sys.executable, '-X', 'utf8', path], capture_output=True, text=True, timeout=60)
            rep['plain'] = {
                'agrees': p.stdout.startswith(rep['stdout']),
                'exit': p.returncode,
                'teardown_stdout': p.stdout[len(rep['stdout']) :] if p.stdout.startswith(rep['stdout']) else None,
            }
            if not rep['plain']['agrees']:
                rep['plain']['stdout'] = p.stdout
        except Exception as e:
            rep['plain'] = {'agrees': None, 'error': str(e)}
    json.dump(rep, sys.stdout, indent=ind or None)
    sys.stdout.write('\n')
    sys.stdout.flush()
    os._exit(0)


if __name__ == '__main__':
    main()
