import heapq
from collections import deque
tasks = []
for i, (pri, name) in enumerate([(3, "write"), (1, "plan"), (2, "code"), (1, "rest")]):
    heapq.heappush(tasks, (pri, i, name))
print(tasks[0])
order = []
while tasks:
    pri, _, name = heapq.heappop(tasks)
    order.append(name)
print(order)
nums = [5, 3, 8, 1]
heapq.heapify(nums)
print(nums[0], heapq.heappushpop(nums, 4), heapq.heapreplace(nums, 9), nums)
import bisect
grades = [60, 70, 80, 90]
print(bisect.bisect(grades, 75), bisect.bisect_left(grades, 80))
bisect.insort(grades, 85)
print(grades)
window = deque(maxlen=3)
avg = []
for v in [1, 2, 3, 4, 5]:
    window.append(v)
    avg.append(sum(window) / len(window))
print(avg, list(window))
