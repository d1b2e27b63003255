import weakref
class Conn:
    made = 0
    def __init__(self):
        Conn.made += 1
        self.id = Conn.made
    def __repr__(self):
        return f"Conn({self.id})"
class Pool:
    def __init__(self, limit):
        self.limit = limit
        self.idle = []
        self.busy = weakref.WeakSet()
    def get(self):
        conn = self.idle.pop() if self.idle else Conn()
        self.busy.add(conn)
        return conn
    def put(self, conn):
        self.busy.discard(conn)
        if len(self.idle) < self.limit:
            self.idle.append(conn)
pool = Pool(1)
a = pool.get()
b = pool.get()
print(a, b, len(pool.busy))
pool.put(a)
pool.put(b)
print(pool.idle, len(pool.busy))
w = weakref.ref(b)
del b
print(w() is None)
c = pool.get()
print(c is a, Conn.made)
del a, c
print(len(pool.busy), pool.idle)
