def twice(fn):
    def wrapper(x):
        return fn(fn(x))
    return wrapper
@twice
def inc(n):
    return n + 1
print(inc(3))
