from collections import deque, defaultdict, Counter, OrderedDict
import array, itertools, functools, types, sys


def gen():
    yield 1


g = gen()
print(type(g), type(gen), type(None), type(len), type(sys))
print(type(g).__name__, type(gen).__name__, type(None).__name__)
d = deque([1])
print(type(d), type(d) is deque, isinstance(d, deque), type(d).__name__)
for thing in (defaultdict(list), Counter("aab"), OrderedDict(a=1), array.array("i", [1])):
    print(type(thing), type(thing).__name__, len(thing))
kind = type(g)
print(isinstance(gen(), kind), kind is type(gen()), isinstance(3, kind))
kinds = {type(x).__name__ for x in [1, "a", 2.0, None, [1], (1,), {}, gen, g]}
print(sorted(kinds))
t = type(gen.__code__) if False else type(print)
print(t)
class A:
    def m(self):
        return 1
a = A()
print(type(a.m), type(A.m), type(A), type(a), type(a).__mro__)
print(type(d) == deque, type(type(d)))
counts = {}
for x in [1, 2.5, None, g, d, a]:
    counts[type(x)] = counts.get(type(x), 0) + 1
print(len(counts), counts[deque])
m = types.MappingProxyType({})
print(type(m).__name__, isinstance(m, types.MappingProxyType))
print(isinstance(Counter("a"), dict), isinstance(defaultdict(int), dict), isinstance(OrderedDict(), dict))
print(isinstance(d, (list, tuple)), isinstance(Counter("a"), (list, dict)), isinstance(True, int))
print(isinstance(gen, types.FunctionType), isinstance(a.m, types.MethodType), isinstance(g, types.GeneratorType))
print(isinstance(print, types.BuiltinFunctionType), isinstance(sys, types.ModuleType))
bound = types.MethodType(A.m, a)
print(bound(), bound == a.m, bound.__self__ is a)
print(isinstance(functools.partial(len), functools.partial) or True)
