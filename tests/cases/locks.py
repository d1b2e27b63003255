import threading
from threading import RLock, Lock
class Singleton:
    _instance = None
    _lock = threading.Lock()
    def __new__(cls):
        with cls._lock:
            if cls._instance is None:
                cls._instance = super().__new__(cls)
                cls._instance.items = []
        return cls._instance
a = Singleton()
b = Singleton()
print(a is b, Singleton._lock.locked())
class Counter:
    def __init__(self):
        self.n = 0
        self.lock = RLock()
    def add(self, k=1):
        with self.lock:
            if k > 1:
                self.add(k - 1)
            self.n += 1
            return self.n
c = Counter()
print(c.add(3), c.n)
lock = Lock()
lock.acquire()
try:
    print(lock.locked())
    raise ValueError("inside")
except ValueError as e:
    print(e)
finally:
    lock.release()
print(lock.locked())
try:
    with lock:
        raise KeyError("k")
except KeyError:
    print("released", lock.locked())
