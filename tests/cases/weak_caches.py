import weakref


class Image:
    def __init__(self, name):
        self.name = name


cache = weakref.WeakValueDictionary()


def load(name):
    image = cache.get(name)
    if image is None:
        image = Image(name)
        cache[name] = image
    return image


first = load("cat")
second = load("cat")
print(first is second, len(cache), "cat" in cache)
third = load("dog")
print(sorted(cache.keys()))
del third
print(list(cache.keys()))
del first, second
print(len(cache), cache.get("cat"))
notes = weakref.WeakKeyDictionary()
owner = Image("owner")
notes[owner] = ["seen"]
notes[owner].append("twice")
print(notes[owner], len(notes), owner in notes)
listeners = weakref.WeakSet()
listeners.add(owner)
listeners.add(owner)
print(len(listeners), owner in listeners)
del owner
print(len(notes), len(listeners))
