from contextlib import contextmanager


class Buffer:
    created = 0

    def __init__(self, size):
        Buffer.created += 1
        self.id = Buffer.created
        self.data = bytearray(size)

    def reset(self):
        self.data[:] = bytes(len(self.data))

    def __del__(self):
        print("buffer", self.id, "destroyed")


class Pool:
    def __init__(self, size, limit=2):
        self.size = size
        self.limit = limit
        self.free = []
        self.busy = set()

    def acquire(self):
        buffer = self.free.pop() if self.free else Buffer(self.size)
        self.busy.add(buffer)
        return buffer

    def release(self, buffer):
        self.busy.discard(buffer)
        buffer.reset()
        if len(self.free) < self.limit:
            self.free.append(buffer)

    @contextmanager
    def borrow(self):
        buffer = self.acquire()
        try:
            yield buffer
        finally:
            self.release(buffer)


pool = Pool(16)
with pool.borrow() as buf:
    buf.data[0] = 7
    print(buf.id, buf.data[0])
with pool.borrow() as buf:
    print(buf.id, buf.data[0])
taken = [pool.acquire() for _ in range(3)]
print([b.id for b in taken], len(pool.busy), len(pool.free))
while taken:
    pool.release(taken.pop())
del buf
print(len(pool.free), Buffer.created)
pool = None
