import weakref
REGISTRY = {}
def register(name):
    def deco(cls):
        REGISTRY[name] = cls
        cls.registered_as = name
        return cls
    return deco
@register("upper")
class Upper:
    def __call__(self, s):
        return s.upper()
@register("rev")
class Rev:
    def __call__(self, s):
        return s[::-1]
def pipeline(*names):
    steps = [REGISTRY[n]() for n in names]
    def run(s):
        for step in steps:
            s = step(s)
        return s
    return run
p = pipeline("upper", "rev")
print(p("abc"), Upper.registered_as)
w = weakref.ref(p)
steps = p.__closure__[0].cell_contents
print(len(steps), type(steps[0]).__name__)
del p
print(w() is None, steps[1]("xy"))
del REGISTRY["rev"]
print(sorted(REGISTRY), callable(steps[0]))
try:
    pipeline("rev")
except KeyError as e:
    print("missing", e)
