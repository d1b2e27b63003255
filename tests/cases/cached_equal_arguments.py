from functools import lru_cache, partial, wraps, reduce
class Key:
    def __init__(self, v): self.v = v
    def __hash__(self): return hash(self.v)
    def __eq__(self, o): return self.v == o.v
    def __del__(self): print("key gone", self.v)
@lru_cache(maxsize=2)
def load(key):
    print("load", key.v)
    return [key.v]
k = Key(1)
a = load(k)
b = load(Key(1))
print(a is b)
load(Key(2))
load(Key(3))
print(load.cache_info())
del k
load.cache_clear()
print("cleared", a)
@lru_cache(None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(30), fib.cache_info().currsize)
pow2 = partial(pow, 2)
print(pow2(5), pow2.args, pow2.func is pow)
buf = []
push = partial(buf.append)
push([1])
print(buf, reduce(lambda x, y: x * y, [1, 2, 3, 4]))
