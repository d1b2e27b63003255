import gc
import math
import sys
from sys import version_info
a = sys.version_info
b = sys.version_info
print(a is b, version_info is a)
m = sys.maxsize
n = sys.maxsize
print(m is n)
box = [a, m]
print(len(box))
del a, b, version_info, m, n
box = [1]
left = gc.garbage
left.append(box)
print(gc.garbage is left, len(gc.garbage))
left.clear()
pi = math.pi
print(pi is math.pi)
numbers = [[k, k * k] for k in range(4)]
squares = {k: s for k, s in numbers}
pair = numbers[1]
numbers = None
print(pair, squares)
