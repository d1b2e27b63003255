"""Which classes of collections.abc objects of CPython's own classes are instances of: rows of class, names."""

import collections
import collections.abc
import json


class Bound:
    def method(self):
        pass


def generator():
    yield 1


async def coroutine():
    pass


async def async_generator():
    yield 1


pending = coroutine()
samples = {
    "int": 1,
    "float": 1.0,
    "complex": 1j,
    "bool": True,
    "NoneType": None,
    "object": object(),
    "exception": ValueError("x"),
    "str": "a",
    "bytes": b"a",
    "tuple": (1,),
    "range": range(1),
    "list": [1],
    "bytearray": bytearray(1),
    "deque": collections.deque(),
    "dict": {},
    "Counter": collections.Counter(),
    "defaultdict": collections.defaultdict(list),
    "OrderedDict": collections.OrderedDict(),
    "set": set(),
    "frozenset": frozenset(),
    "function": generator,
    "method": Bound().method,
    "builtin_function_or_method": len,
    "type": int,
    "generator": generator(),
    "iterator": iter([]),
    "coroutine": pending,
    "async_generator": async_generator(),
}
names = [name for name in collections.abc.__all__ if isinstance(getattr(collections.abc, name), type)]
print(
    json.dumps(
        [
            [kind, name, isinstance(sample, getattr(collections.abc, name))]
            for kind, sample in samples.items()
            for name in names
        ]
    )
)
pending.close()
