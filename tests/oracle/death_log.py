"""Every object's death, of every type, in order: (address, type) of each call of a C-level tp_dealloc."""

import ctypes
import mmap
import platform
import struct
import sys

from raw_memory import PTR, U64

LOGN = 1 << 20


class DeathLog:
    """tp_dealloc of C types -> stub: log[i++ & mask] = (op, type); jmp original"""

    def __init__(self):
        self.ok = (
            platform.machine() in ('x86_64', 'AMD64')
            and PTR == 8
            and not getattr(sys, '_is_gil_enabled', lambda: True)() is False
        )
        self.patched = {}
        if not self.ok:
            self.arr = (ctypes.c_uint64 * 4)()
            return
        self.mm = mmap.mmap(-1, 16 * LOGN + 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE)
        self.arr = (ctypes.c_uint64 * (2 * LOGN + 2)).from_buffer(self.mm)
        self.ctrl = ctypes.addressof(self.arr)
        self.xm = mmap.mmap(-1, 1 << 18, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        self.xbase = ctypes.addressof(ctypes.c_char.from_buffer(self.xm))
        self.xpos = 0

        class _P:
            pass

        self.subtype_dealloc = U64(id(_P) + 48).value
        self.scan()

    def stub(self, orig):
        code = (
            b'\x48\xb8'
            + struct.pack('<Q', self.ctrl)
            + b'\x48\x8b\x08'
            + b'\x48\x89\xca'
            + b'\x81\xe2'
            + struct.pack('<I', LOGN - 1)
            + b'\x48\xc1\xe2\x04'
            + b'\x48\x89\x7c\x10\x10'
            + b'\x48\x8b\x77\x08'
            + b'\x48\x89\x74\x10\x18'
            + b'\x48\xff\xc1'
            + b'\x48\x89\x08'
            + b'\x48\xb8'
            + struct.pack('<Q', orig)
            + b'\xff\xe0'
        )
        a = self.xbase + self.xpos
        self.xm[self.xpos : self.xpos + len(code)] = code
        self.xpos += (len(code) + 15) & ~15
        return a

    def scan(self):
        seen = set()
        todo = [object]
        while todo:
            t = todo.pop()
            if id(t) in seen:
                continue
            seen.add(id(t))
            try:
                todo.extend(type.__subclasses__(t))
            except TypeError:
                pass
            slot = id(t) + 48
            cur = U64(slot).value
            if cur == self.subtype_dealloc or not cur or self.xbase <= cur < self.xbase + (1 << 18):
                continue
            if id(t) in self.patched or self.xpos > (1 << 18) - 128:
                continue
            self.patched[id(t)] = cur
            U64(slot).value = self.stub(cur)

    def restore(self):
        for a, cur in self.patched.items():
            U64(a + 48).value = cur
