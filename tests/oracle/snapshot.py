"""What is true after a line ran: every name in view, its object, sizes, references and their holders."""

import collections
import sys
import types

from object_graph import ATOMS, SINGLE, interned_at, short
from raw_memory import (
    U64,
    VER,
    frame_base,
    frame_slots,
    frame_stack,
    get_referents,
    getsizeof,
    immortal_at,
    is_a,
    obj_at,
    slotnames,
)

HIDDEN = {
    '__module__',
    '__qualname__',
    '__annotations__',
    '__static_attributes__',
    '__firstlineno__',
    '__classcell__',
    '__classdict__',
    '__type_params__',
    '__conditional_annotations__',
    '__annotate_func__',
    '__annotate__',
    '__classdictcell__',
}
ATOMIDS = {id(t) for t in ATOMS} | {id(types.FrameType)}


class Snapshots:
    """Mixed into Oracle beside ObjectGraph."""

    def namespaces(self, frame, rec):
        ns = []
        self.borrowed = set()
        for k in list(self.G):
            if k in self.baseline or (k.startswith('__') and k.endswith('__')):
                continue
            ns.append(('<module>', k, id(self.G[k]), None))
        for fr in self.stack:
            if fr.mod:
                continue
            if fr.fid is None:
                continue
            f = obj_at(fr.fid) if fr.fid in self.frames else None
            if f is None:
                continue
            ns.extend(self.frame_ns(f, fr))
            f = None
        return ns

    def frame_ns(self, f, fr):
        out = []
        co = f.f_code
        if not (co.co_flags & 1):  # class body / exec: not CO_OPTIMIZED
            d = f.f_locals
            for k in list(d):
                if k not in HIDDEN:
                    out.append((fr.label, k, id(d[k]), None))
            return out
        cells = set(co.co_cellvars) | set(co.co_freevars)
        base = frame_base(f)
        if VER >= (3, 14):
            for i, nm in enumerate(slotnames(co)):
                if U64(base + 8 * i).value & 1:
                    self.borrowed.add((fr.label, nm))  # passed by LOAD_FAST_BORROW: the callee's name owns no reference
        for nm, a in frame_slots(f):
            if nm in cells and U64(a + 8).value == id(types.CellType):
                v = U64(a + 16).value
                out.append((fr.label, nm, v or None, a))
            else:
                out.append((fr.label, nm, a, None))
        return out

    def const_counts(self):
        if self.consts is None:
            c = {}
            todo = [self.code]

            def add(x):
                c[id(x)] = c.get(id(x), 0) + 1
                if type(x) is types.CodeType:
                    todo.append(x)
                # elements of a constant tuple/frozenset are ordinary container references

            while todo:
                for x in todo.pop().co_consts:
                    add(x)
            self.consts = c
        return self.consts

    def snapshot(self, frame, rec, line, n, final=False):
        ns = self.namespaces(frame, rec)
        stack = frame_stack(frame)
        roots = []
        for s, k, a, cell in ns:
            if cell:
                roots.append(cell)
            if a:
                roots.append(a)
        g = self.graph(
            roots + [a for a in (stack or ())] + ([self.retval] if self.retval and self.retval not in SINGLE else [])
        )
        objs, idx, refs, addrs, rcs, sizes, bulk, trunc = g
        labels = [self.label(o, addrs[i], sizes[i]) for i, o in enumerate(objs)]
        consts = self.const_counts()
        # holders
        hold = [[] for _ in objs]
        for s, k, a, cell in ns:
            if cell:
                if cell in idx:
                    hold[idx[cell]].append('frame %s cell %s' % (s, k))
            elif a in idx and (s, k) not in self.borrowed:
                hold[idx[a]].append('%s.%s' % (s, k) if s != '<module>' else k)
        for i, o in enumerate(objs):
            if not refs[i] and type(o) not in (types.GeneratorType, types.CoroutineType):
                continue
            self.edges(o, labels[i], refs[i], idx, hold)
        o = None
        for i, a in enumerate(addrs):
            c = consts.get(a, 0)
            hold[i].extend(['co_consts'] * c)
        for a in stack or ():
            if a in idx:
                hold[idx[a]].append('stack of %s' % rec.label)
        e = sys.exc_info()[1]
        if id(e) in idx:
            hold[idx[id(e)]].append('exception being handled')
        e = None
        for i, o in enumerate(objs):
            if type(o) is types.FunctionType and rcs[i] > len(hold[i]):
                for fr in self.stack:
                    if fr.codeid == id(o.__code__) and rcs[i] > len(hold[i]):
                        hold[i].append('running %s' % fr.label)
        o = None
        if self.retval in idx and rcs[idx[self.retval]] > len(hold[idx[self.retval]]):
            hold[idx[self.retval]].append('return value of %s' % rec.label)

        def fact(i, a, extra=None):
            o = objs[i]
            im = immortal_at(a)
            deep, ret = self.deep_retained(g, i)
            d = {
                'obj': labels[i],
                'type': type(o).__name__,
                'size': sizes[i],
                'deep': deep,
                'retained': ret,
                'rc': None if im else rcs[i],
                'immortal': im,
            }
            t = type(o)
            small = t is int and -5 <= o <= 256
            unport = (
                im
                or small
                or is_a(o, (type, types.ModuleType))
                or (t is str and (interned_at(a) or len(o) <= 1))
                or (t in (tuple, bytes, frozenset) and len(o) == 0)
                or (t is bytes and len(o) == 1)
            )
            d['rc_portable'] = not unport
            if unport and not is_a(o, type):
                d['rc'] = None
            if t is str:
                d['interned'] = interned_at(a)
            if hasattr(t, '__len__') and t.__module__ != '__main__':
                try:
                    d['len'] = len(o)
                except Exception:
                    pass
            if not unport:
                d['holders'] = hold[i]
                d['other'] = rcs[i] - len(hold[i])
            if t.__module__ in ('builtins', 'collections', 'array') and t in (
                list,
                dict,
                set,
                tuple,
                str,
                int,
                float,
                bool,
                bytes,
                range,
                frozenset,
                bytearray,
                complex,
                collections.deque,
            ):
                try:
                    s = repr(o) if not (hasattr(o, '__len__') and len(o) > 40) else None
                    if (
                        s is not None
                        and len(s) <= 80
                        and ' at 0x' not in s
                        and 'object at' not in s
                        and t not in (set, frozenset)
                        and all(type(e) in ATOMS or True for e in ())
                    ):
                        if t in (list, dict, tuple, collections.deque) and not self.safe_repr(o):
                            s = None
                        d['value'] = s
                        if s is None:
                            del d['value']
                except Exception:
                    pass
            return d

        names = {}
        groups = {}
        unbound = []
        named = set()
        for s, k, a, cell in ns:
            q = k if s == '<module>' else '%s.%s' % (s, k)
            if a is None:
                unbound.append(q)
                continue
            if a in SINGLE:
                o = obj_at(a)
                names.setdefault(s, {})[k] = {
                    'obj': repr(o),
                    'type': type(o).__name__,
                    'size': getsizeof(o),
                    'rc': None,
                    'immortal': immortal_at(a),
                    'rc_portable': False,
                    'deep': 0,
                    'retained': 0,
                }
                groups.setdefault(a, []).append(q)
                continue
            i = idx.get(a)
            if i is None:
                o = obj_at(a)
                names.setdefault(s, {})[k] = {
                    'obj': '%s %s' % (type(o).__name__, getattr(o, '__name__', '?')),
                    'type': type(o).__name__,
                    'opaque': True,
                }
                groups.setdefault(a, []).append(q)
                o = None
                continue
            named.add(i)
            d = fact(i, a)
            if (s, k) in self.borrowed:
                d['borrowed'] = True
            if cell:
                d['cell'] = labels[idx[cell]] if cell in idx else None
            dead = (
                set()
                if (s, k) in self.borrowed
                else self.freed(g, [a])
                if not cell
                else (self.freed(g, [cell]) if cell in idx else set())
            )
            d['freed_if_unbound'] = sum(sizes[j] + (bulk[j][1] if j in bulk else 0) for j in dead)
            names.setdefault(s, {})[k] = d
            groups.setdefault(a, []).append(q)
        contents = {}
        for i in range(len(objs)):
            if i not in named and len(contents) < 40:
                o = objs[i]
                d = fact(i, addrs[i])
                if d['type'] == 'frame' and VER >= (3, 11):
                    continue
                d.pop('obj')
                contents[labels[i]] = d
        o = None
        step = {
            'i': len(self.steps),
            'frame': rec.label,
            'line': line,
            'n': n,
            'src': self.lines[line - 1].strip() if 0 < line <= len(self.lines) else '',
            'names': names,
            'same': [v for v in groups.values() if len(v) > 1],
            'contents': contents,
        }
        if unbound:
            step['unbound_cells'] = unbound
        if trunc:
            step['truncated'] = True
        if stack is None:
            step['stack_unknown'] = True
        # orphans
        reach = idx
        cand = frozenset(
            a
            for a, e in self.tracked.items()
            if a not in reach and a not in SINGLE and a not in self.orphans and e[1] not in ATOMIDS
        )
        # By label: an object may be at the address of one that was looked at before it died.
        candidates = frozenset(self.tracked[a][0] for a in cand)
        # The same ones again are news once they have been in reach in between (a value on its way out of a frame is in
        # no name while a `__del__` runs).
        known = candidates == self.checked
        if not trunc:
            self.checked = candidates
        if candidates and not known and not trunc:
            del g
            labels = hold = None
            objs = None
            dead, edges = self.garbage()
            dead = set(dead)
            for a in sorted(dead, key=lambda a: (self.tracked.get(a) or ('',))[0]):
                if a in self.tracked and a not in self.orphans:
                    self.orphans[a] = line
                    e = self.tracked[a]
                    self.event('orphaned', obj=e[0], size=e[2], line=line, frame=rec.label)
        return step, ns, None

    def safe_repr(self, o):
        for e in list(o) + list(o.values()) if type(o) is dict else o:
            if type(e) in (list, tuple, dict):
                if not all(type(x) in ATOMS for x in (e.values() if type(e) is dict else e)):
                    return False
            elif type(e) not in ATOMS:
                return False
        return True

    def edges(self, o, lab, ids, idx, hold):
        t = type(o)
        left = list(ids)

        def put(a, s):
            if a in left:
                left.remove(a)
                if a in idx:
                    hold[idx[a]].append(s)

        if t in (list, tuple, collections.deque):
            for i, e in enumerate(o):
                put(id(e), '%s[%d]' % (lab, i))
            e = None
        elif t is dict:
            for k, e in dict.items(o):
                put(id(k), '%s key' % lab)
                put(id(e), '%s[%s]' % (lab, short(k) or type(k).__name__))
            k = e = None
        elif t is types.CellType:
            for a in list(left):
                put(a, '%s contents' % lab)
        elif t is types.FunctionType:
            for nm in ('__defaults__', '__kwdefaults__', '__closure__'):
                put(id(getattr(o, nm)), '%s.%s' % (lab, nm))
        elif t is types.MethodType:
            put(id(o.__self__), '%s.__self__' % lab)
            put(id(o.__func__), '%s.__func__' % lab)
        elif is_a(o, BaseException):
            for nm in ('args', '__traceback__', '__context__', '__cause__'):
                put(id(getattr(o, nm)), '%s.%s' % (lab, nm))
        elif t is types.TracebackType:
            put(id(o.tb_frame), '%s.tb_frame' % lab)
            put(id(o.tb_next), '%s.tb_next' % lab)
        elif is_a(o, type):
            for k, v in type.__dict__['__dict__'].__get__(o).items():
                put(id(v), '%s.%s' % (lab, k))
            v = None
        elif t in (types.GeneratorType, types.CoroutineType):
            fr = o.gi_frame if t is types.GeneratorType else o.cr_frame
            if fr is not None and any(x.fid == id(fr) for x in self.stack):
                fr = None
            if fr is not None and VER >= (3, 11):
                for nm, a in frame_slots(fr):
                    put(a, '%s local %s' % (lab, nm))
            fr = None
            if VER >= (3, 11) and (t is not types.GeneratorType or not o.gi_running):
                for r in get_referents(o):
                    if type(r) is types.FunctionType and id(r) in idx:
                        hold[idx[id(r)]].append('frame of %s' % lab)
                r = None
        elif t.__module__ == '__main__' or t.__flags__ & (1 << 9):
            mro = t.__mro__
            for nm in self.attrs:
                skip = False
                for c in mro:
                    v = type.__dict__['__dict__'].__get__(c).get(nm)
                    if v is not None:
                        if not is_a(v, types.MemberDescriptorType):
                            skip = is_a(v, (property, types.FunctionType, classmethod, staticmethod)) or hasattr(
                                type(v), '__get__'
                            )
                        break
                v = None
                if skip:
                    continue
                try:
                    v = object.__getattribute__(o, nm)
                except Exception:
                    continue
                put(id(v), '%s.%s' % (lab, nm))
                v = None
        for a in left:
            if a in idx:
                hold[idx[a]].append('%s (slot not named)' % lab)
