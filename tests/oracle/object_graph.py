"""The graph of objects reachable from some roots, and what follows from it: sizes, retained bytes, garbage."""

import collections
import gc
import sys
import types

from raw_memory import U32, VER, get_referents, getsizeof, immortal_at, is_a, obj_at, rc_at

ATOMS = (int, float, complex, str, bytes, bool, type(None), type(Ellipsis), type(NotImplemented))
SINGLE = {id(None), id(True), id(False), id(Ellipsis), id(NotImplemented)}
BUILTIN_F = type(len)
OPAQUE = (
    types.ModuleType,
    types.CodeType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.ClassMethodDescriptorType,
    types.MethodWrapperType,
)


def interned_at(a):
    return bool(U32(a + 32).value & 3)


def short(o):
    t = type(o)
    if t in (int, str, bytes, float, complex):
        try:
            s = repr(o) if not (t is int and o.bit_length() > 200) else 'int of %d bits' % o.bit_length()
        except Exception:
            s = '?'
        return s if len(s) <= 24 else s[:21] + '...'
    return None


class ObjectGraph:
    """Mixed into Oracle: uses its `file`, `stack`, `skipids`, `max_nodes` and `bulkcache`."""

    def userclass(self, o):
        return is_a(o, type) and type.__dict__['__module__'].__get__(o) == '__main__'

    def refs_of(self, o):
        t = type(o)
        if t in ATOMS:
            return ()
        if is_a(o, type):
            if not self.userclass(o):
                return ()
            return [
                v
                for k, v in type.__dict__['__dict__'].__get__(o).items()
                if not (k.startswith('__') and k.endswith('__') and not is_a(v, types.FunctionType))
                and not is_a(v, OPAQUE)
            ]
        if is_a(o, OPAQUE):
            return ()
        if t is range:
            return [o.start, o.stop, o.step]
        r = get_referents(o)
        if t is types.FunctionType:
            g = id(o.__globals__)
            return [
                x
                for x in r
                if not is_a(x, (str, types.CodeType))
                and id(x) not in self.skipids
                and id(x) != g
                and not (type(x) is dict and x.get('__name__') == 'builtins')
            ]
        if t is types.FrameType:
            if o.f_code.co_filename != self.file or any(fr.fid == id(o) for fr in self.stack):
                return ()
            bad = {id(o.f_back), id(o.f_globals), id(o.f_builtins), id(o.f_trace)}
            return [x for x in r if id(x) not in bad and id(x) not in self.skipids]
        if t in (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType):
            c_ = o.gi_code if t is types.GeneratorType else o.cr_code if t is types.CoroutineType else o.ag_code
            if any(fr.codeid == id(c_) for fr in self.stack):
                f_ = o.gi_frame if t is types.GeneratorType else o.cr_frame if t is types.CoroutineType else o.ag_frame
                if f_ is None or any(fr.fid == id(f_) for fr in self.stack):
                    return ()
                f_ = None
            if o.gi_running if t is types.GeneratorType else o.cr_running if t is types.CoroutineType else o.ag_running:
                return ()  # its frame is on the stack and is walked as such
            return [
                x
                for x in r
                if not is_a(x, (types.CodeType, types.FunctionType))
                and not (is_a(x, types.FrameType) and VER >= (3, 11))
                and not (type(x) is str and x in (o.__name__, o.__qualname__))
            ]
        if t is slice and not r:
            return [o.start, o.stop, o.step]
        return r

    def follow(self, r):
        a = id(r)
        if a in SINGLE or a in self.skipids:
            return False
        if is_a(r, OPAQUE):
            return False
        if is_a(r, type):
            return self.userclass(r)
        if type(r) is types.FrameType and r.f_code.co_filename != self.file:
            return False
        if type(r) is BUILTIN_F and is_a(r.__self__, (types.ModuleType, type(None))):
            return False
        return True

    def bulk(self, o):
        """a big container of atoms is one node: sum computed at C speed, elements not labelled"""
        t = type(o)
        if t in (list, tuple, set, frozenset, collections.deque) and len(o) > 1500:
            if set(map(type, o)) <= {int, float, str, bytes, bool, type(None)}:
                return True
        if t is dict and len(o) > 1500:
            return set(map(type, o)) | set(map(type, o.values())) <= {int, float, str, bytes, bool, type(None)}
        return False

    def bulk_sizes(self, o):
        key = (id(o), len(o), getsizeof(o))
        if key in self.bulkcache:
            return self.bulkcache[key]
        its = [o] if type(o) is not dict else [o.keys(), o.values()]
        deep = ret = 0
        for it in its:
            rcs = list(map(sys.getrefcount, it))
            szs = list(map(getsizeof, it))
            # map() holds one more while calling on 3.9/3.10: calibrate
            probe = [object()]
            k = list(map(sys.getrefcount, probe))[0] - 1
            seen = set()
            for e, rc, sz in zip(map(id, it), rcs, szs):
                if e not in seen:
                    seen.add(e)
                    deep += sz
                    if rc - k == 1:
                        ret += sz
        self.bulkcache[key] = (deep, ret)
        return deep, ret

    def graph(self, roots):
        objs, idx, refs, bulk = [], {}, [], {}
        for a in roots:
            if a not in idx and a not in SINGLE:
                o = obj_at(a)
                if self.follow(o):
                    idx[a] = len(objs)
                    objs.append(o)
        i = 0
        trunc = False
        o = r = rs = None
        while i < len(objs):
            o = objs[i]
            ids = []
            if self.bulk(o):
                bulk[i] = self.bulk_sizes(o)
            else:
                rs = self.refs_of(o)
                for r in rs:
                    a = id(r)
                    if a in idx:
                        ids.append(a)
                    elif self.follow(r):
                        if len(objs) >= self.max_nodes:
                            trunc = True
                            continue
                        idx[a] = len(objs)
                        objs.append(r)
                        ids.append(a)
            refs.append(ids)
            i += 1
        o = r = rs = None
        addrs = list(map(id, objs))
        rcs = [rc_at(a) - (0 if immortal_at(a) else 1) for a in addrs]
        sizes = list(map(getsizeof, objs))
        return objs, idx, refs, addrs, rcs, sizes, bulk, trunc

    def closure(self, g, i):
        objs, idx, refs = g[0], g[1], g[2]
        seen = {i}
        todo = [i]
        while todo:
            j = todo.pop()
            for a in refs[j]:
                k = idx[a]
                if k not in seen and not (is_a(objs[k], type)):
                    seen.add(k)
                    todo.append(k)
        return seen

    def deep_retained(self, g, i):
        objs, idx, refs, addrs, rcs, sizes, bulk, trunc = g
        C = self.closure(g, i)
        deep = sum(sizes[j] + (bulk[j][0] if j in bulk else 0) for j in C)
        ext = {j: rcs[j] for j in C}
        for j in C:
            for a in refs[j]:
                k = idx[a]
                if k in ext:
                    ext[k] -= 1
        alive = set()
        todo = [j for j in C if j != i and (ext[j] > 0 or immortal_at(addrs[j]))]
        while todo:
            j = todo.pop()
            if j in alive or j == i:
                continue
            alive.add(j)
            for a in refs[j]:
                k = idx[a]
                if k in ext and k not in alive:
                    todo.append(k)
        ret = sum(sizes[j] + (bulk[j][1] if j in bulk else 0) for j in C if j not in alive)
        return deep, ret

    def freed(self, g, drops):
        """pure refcounting: drop one reference on each address in drops; -> set of node indices freed"""
        objs, idx, refs, addrs, rcs, sizes, bulk, trunc = g
        cnt = {}
        dead = set()
        todo = list(drops)
        while todo:
            a = todo.pop()
            k = idx.get(a)
            if k is None or k in dead or immortal_at(a):
                continue
            c = cnt.get(k, rcs[k]) - 1
            cnt[k] = c
            if c == 0:
                dead.add(k)
                todo.extend(refs[k])
        return dead

    def garbage(self):
        """addresses of gc-tracked objects CPython's collector would find unreachable now (nothing is finalized)"""
        objs = gc.get_objects()
        addrs = list(map(id, objs))
        ref = {a: rc_at(a) - 1 for a in addrs}
        me = id(objs)
        edges = {}
        for o in objs:
            rs = list(map(id, get_referents(o)))
            edges[id(o)] = rs
            for r in rs:
                if r in ref:
                    ref[r] -= 1
        o = None
        # `o` above held one more reference only while it ran
        alive = set()
        todo = [a for a in addrs if ref[a] > 0 or immortal_at(a)]
        while todo:
            a = todo.pop()
            if a in alive:
                continue
            alive.add(a)
            for r in edges.get(a, ()):
                if r in ref and r not in alive:
                    todo.append(r)
        dead = [a for a in addrs if a not in alive and a != me]
        return dead, edges
