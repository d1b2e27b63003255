"""CPython's objects and frames read straight from memory: no reference is held while a count is read."""

import ctypes
import gc
import sys

import _ctypes

VER = sys.version_info[:2]
PTR = ctypes.sizeof(ctypes.c_void_p)
U64 = ctypes.c_uint64.from_address
U32 = ctypes.c_uint32.from_address
I64 = ctypes.c_int64.from_address
I32 = ctypes.c_int32.from_address
obj_at = _ctypes.PyObj_FromPtr
getsizeof = sys.getsizeof
get_referents = gc.get_referents

if VER >= (3, 12):

    def rc_at(a):
        return U32(a).value

    def immortal_at(a):
        return I32(a).value < 0
else:

    def rc_at(a):
        return I64(a).value

    def immortal_at(a):
        return False


def _calibrate():
    def f(p_one, p_two):
        l_one = object()
        fr = sys._getframe()
        base = id(fr) if VER < (3, 11) else U64(id(fr) + 24).value
        off = None
        for k in range(0, 80):
            if (
                U64(base + 8 * k).value & ~7 == id(p_one)
                and U64(base + 8 * k + 8).value & ~7 == id(p_two)
                and U64(base + 8 * k + 16).value & ~7 == id(l_one)
            ):
                off = 8 * k
                break
        return off

    return f(object(), object())


LOFF = _calibrate()
if LOFF is None:
    raise SystemExit('oracle: cannot locate localsplus on ' + sys.version)

_slotnames = {}


def slotnames(code):
    r = _slotnames.get(code)
    if r is None:
        if VER >= (3, 11):
            r = []
            i = 0
            while True:
                try:
                    r.append(code._varname_from_oparg(i))
                except (IndexError, SystemError, ValueError):
                    break
                i += 1
                if i > 4000:
                    break
            n = len(set(code.co_varnames) | set(code.co_cellvars) | set(code.co_freevars))
            r = r[: max(n, len(r) if len(r) == n else n)]
        else:
            r = list(code.co_varnames) + list(code.co_cellvars) + list(code.co_freevars)
        r = _slotnames[code] = tuple(r)
    return r


def frame_base(frame):
    return (id(frame) if VER < (3, 11) else U64(id(frame) + 24).value) + LOFF


def frame_slots(frame):
    """[(name, address of the object in the slot)] without touching a reference count"""
    base = frame_base(frame)
    out = []
    for i, nm in enumerate(slotnames(frame.f_code)):
        a = U64(base + 8 * i).value & ~7
        if a:
            out.append((nm, a))
    return out


def frame_stack(frame):
    """addresses on the value stack of the frame that just sent an event"""
    base = frame_base(frame)
    n = len(slotnames(frame.f_code))
    lo = base + 8 * n
    lim = frame.f_code.co_stacksize + 2
    if VER == (3, 9):
        top = U64(id(frame) + 72).value
    elif VER == (3, 10):
        d = I32(id(frame) + 80).value
        top = lo + 8 * d if 0 <= d <= lim else 0
    elif VER <= (3, 13):
        d = I32(base - 8).value
        top = base + 8 * d if 0 <= d <= n + lim else 0
    else:
        top = U64(base - 16).value
    if not (lo <= top <= lo + 8 * lim):
        return None
    r = []
    for a in range(lo, top, 8):
        v = U64(a).value
        if VER >= (3, 14) and v & 1:
            continue  # tagged int, or a borrowed (LOAD_FAST_BORROW) / immortal reference: not counted in ob_refcnt
        if v & ~7:
            r.append(v & ~7)
    return r


def is_a(o, kinds):
    """`isinstance` asks a proxy for the class of what it stands for, which may be gone."""
    return issubclass(type(o), kinds)
