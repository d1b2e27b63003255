class _Link:
    __slots__ = "prev", "next", "key", "value"


class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.map = {}
        self.root = root = _Link()
        root.prev = root.next = root

    def _unlink(self, link):
        link.prev.next = link.next
        link.next.prev = link.prev

    def _front(self, link):
        root = self.root
        link.next = root.next
        link.prev = root
        root.next.prev = link
        root.next = link

    def get(self, key, default=None):
        link = self.map.get(key)
        if link is None:
            return default
        self._unlink(link)
        self._front(link)
        return link.value

    def put(self, key, value):
        if key in self.map:
            link = self.map[key]
            link.value = value
            self._unlink(link)
        else:
            if len(self.map) >= self.capacity:
                last = self.root.prev
                self._unlink(last)
                del self.map[last.key]
            link = _Link()
            link.key, link.value = key, value
            self.map[key] = link
        self._front(link)


class Blob(list):
    def __del__(self):
        print("evicted", len(self))


cache = LRUCache(2)
cache.put("a", Blob([1]))
cache.put("b", Blob([1, 2]))
print(cache.get("a"))
cache.put("c", Blob([1, 2, 3]))
print(list(cache.map), cache.get("b", "gone"))
cache.put("a", Blob())
cache.map.clear()
print(cache.root.next.key)
cache.root.prev = cache.root.next = cache.root
