import weakref
import gc


class Image:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Image({self.name!r})"


def report(name, *, extra=0):
    print("finalized", name, extra)


img = Image("cat")
fin = weakref.finalize(img, report, "cat", extra=2)
print(fin.alive, fin.peek()[2])
ref = weakref.ref(img)
print(ref() is img)
img = None
print(fin.alive, ref(), fin.peek())
print(fin())

img2 = Image("dog")
fin2 = weakref.finalize(img2, report, "dog")
fin2.detach()
img2 = None
print("nothing printed", fin2.alive)

cache = weakref.WeakValueDictionary()
one = Image("one")
two = Image("two")
cache["one"] = one
cache["two"] = two
cache["temp"] = Image("temp")
print(sorted(cache), len(cache))
del two
print(list(cache.keys()), "two" in cache, cache.get("two", "gone"))

names = weakref.WeakSet()
names.add(one)
names.add(Image("lost"))
print(len(names), one in names)

info = weakref.WeakKeyDictionary()
info[one] = {"size": 10}
print(info[one]["size"], len(info))


def gone(reference):
    print("callback", reference is tracker)


tracker = weakref.ref(one, gone)
proxy = weakref.proxy(one)
print(proxy.name, weakref.getweakrefcount(one) > 2)
del one
print(len(cache), len(names), len(info), tracker())
try:
    proxy.name
except ReferenceError as e:
    print("dead proxy", e)
gc.collect()
