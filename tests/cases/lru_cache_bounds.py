import functools


@functools.lru_cache(maxsize=2)
def load(key):
    return [key] * 3


a = load("a")
b = load("a")
print(a is b, load.cache_info())
c = load("b")
d = load("c")
print(load.cache_info())
e = load("a")
print(e is a, len(e))
load.cache_clear()
print(load.cache_info().currsize)


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(8))
print(fib.cache_info())


class Report:
    def __init__(self, rows):
        self.rows = rows

    @functools.lru_cache
    def total(self):
        return sum(self.rows)

    def __del__(self):
        print("report freed")


report = Report([1, 2, 3])
print(report.total(), report.total())
del report
print(Report.total.cache_info().hits)
Report.total.cache_clear()
