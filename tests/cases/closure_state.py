def make_counter(start=0):
    count = start
    def increment(step=1):
        nonlocal count
        count += step
        return count
    def reset():
        nonlocal count
        count = start
    increment.reset = reset
    return increment
c1 = make_counter()
c2 = make_counter(100)
print(c1(), c1(5), c2(), c1.reset(), c1())
def memoize(f):
    cache = {}
    def wrapper(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    wrapper.cache = cache
    return wrapper
@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(10), len(fib.cache), fib.cache[5])
fib.cache.clear()
def pipeline(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run
p = pipeline(lambda x: x + 1, lambda x: [x], len)
print(p(3), p.__closure__[0].cell_contents is not None)
ops = {"add": lambda a, b: a + b, "pair": lambda a, b: [a, b]}
print(ops["add"](1, 2), ops["pair"]("x", "y"))
adders = [lambda x, n=n: x + n for n in range(3)]
print([f(10) for f in adders])
late = [lambda: n for n in range(3)]
print([f() for f in late])
del c1
print(c2())
