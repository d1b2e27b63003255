from collections import deque

window = deque(maxlen=3)
for reading in [[1], [2], [3], [4], [5]]:
    window.append(reading)
print(window, len(window), window[0], window[-1])
first = window[0]
window.appendleft([0])
print(window, first)
queue = deque()
for name in ["a", "b", "c"]:
    queue.append([name])
job = queue.popleft()
print(job, len(queue))
queue.rotate(1)
queue.extend([["d"], ["e"]])
queue.extendleft([["z"]])
print(queue)
copy = queue.copy()
print(copy == queue, copy is queue, copy[0] is queue[0])
del queue[0]
queue.insert(1, "new")
queue.remove("new")
queue.reverse()
last = queue.pop()
print(queue, last)
for item in queue:
    print(item)
both = queue + deque(["x"])
print(len(both), both[-1], ["d"] in both, both.index("x"))
queue.clear()
print(queue, bool(queue))
