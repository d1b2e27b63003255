import weakref
class Image:
    def __init__(self, path):
        self.path = path
        self.pixels = bytearray(64)
    def __repr__(self):
        return f"Image({self.path!r})"
    def __del__(self):
        print("unload", self.path)
class Cache:
    def __init__(self):
        self._items = weakref.WeakValueDictionary()
    def get(self, path):
        image = self._items.get(path)
        if image is None:
            print("load", path)
            image = Image(path)
            self._items[path] = image
        return image
    def __len__(self):
        return len(self._items)
cache = Cache()
a = cache.get("cat.png")
b = cache.get("cat.png")
print(a is b, len(cache))
c = cache.get("dog.png")
print(sorted(cache._items.keys()))
del a
print(len(cache))
del b
print(len(cache), "cat.png" in cache._items)
for path, img in cache._items.items():
    print(path, img)
del img
c = None
print(len(cache))
