from collections import deque
class Ev:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"Ev{self.n}"
    def __del__(self): print("drop", self.n)
history = deque(maxlen=3)
for i in range(5):
    history.append(Ev(i))
del i
print(history, len(history))
history.appendleft(Ev(9))
print(list(history))
first = history.popleft()
print(first)
history.rotate(1)
print(history[0], history.maxlen)
history.extend([Ev(20), Ev(21)])
q = deque([1, 2, 3])
q.extendleft([0, -1])
print(q, q.count(1), q.index(2))
q.remove(2)
q.reverse()
print(q)
w = history.copy()
history.clear()
print(len(w), w.pop())
