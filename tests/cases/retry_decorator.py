import functools
def retry(times, exceptions=(Exception,)):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*a, **k):
            last = None
            for attempt in range(1, times + 1):
                try:
                    return fn(*a, **k)
                except exceptions as e:
                    last = e
                    print("attempt", attempt, type(e).__name__)
            raise last
        wrapper.times = times
        return wrapper
    return deco
class Flaky:
    def __init__(self): self.calls = 0
    @retry(3, (ValueError,))
    def run(self, need):
        self.calls += 1
        if self.calls < need:
            raise ValueError(self.calls)
        return "ok"
f = Flaky()
print(f.run(2), f.calls, Flaky.run.times, Flaky.run.__name__)
g = Flaky()
try:
    g.run(10)
except ValueError as e:
    print("gave up", e)
print(g.calls)
def trace(fn):
    depth = 0
    def inner(n):
        nonlocal depth
        depth += 1
        try:
            return fn(n)
        finally:
            depth -= 1
    inner.depth = lambda: depth
    return inner
@trace
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(5), fact.depth())
