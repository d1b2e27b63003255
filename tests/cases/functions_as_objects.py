import functools
def counter():
    counter.calls += 1
    return counter.calls
counter.calls = 0
counter()
print(counter(), counter.__name__, counter.__dict__)
def greet(name, greeting="hi", *rest, sep=", ", **more):
    """Say it."""
    return greeting + sep + name
print(greet.__doc__, greet.__defaults__, greet.__kwdefaults__, greet.__qualname__)
table = {"up": str.upper, "greet": greet, "len": len}
print(table["up"]("x"), table["greet"]("bob"), table["len"]([1]))
def logged(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        wrapper.log.append(args)
        return f(*args, **kwargs)
    wrapper.log = []
    return wrapper
@logged
def add(a, b=2):
    return [a, b]
r = add(1)
s = add(1, b=[3])
print(r, s, add.log, add.__name__, add.__wrapped__ is not add)
def repeat(times):
    def deco(f):
        def inner(*args):
            return [f(*args) for _ in range(times)]
        return inner
    return deco
@repeat(2)
@logged
def make(x):
    return [x]
two = make(5)
print(two, two[0] is two[1], make.__name__, len(make.__closure__))
def power(base, exponent):
    return base ** exponent
square = functools.partial(power, exponent=2)
cube = functools.partial(power, exponent=3)
print(square(5), cube(2), square.func is power, square.keywords)
compose = lambda f, g: lambda x: f(g(x))
inc = compose(lambda x: x + 1, lambda x: x * 10)
print(inc(4))
