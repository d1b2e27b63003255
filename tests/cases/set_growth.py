import sys

s = set()
for n in range(40):
    s.add(n)
print(sys.getsizeof(set()), sys.getsizeof(s))
for n in range(35):
    s.discard(n)
print(len(s), sys.getsizeof(s))
s.add(1000)
copy = set(s)
print(sys.getsizeof(copy), s == copy)
few = {1, 2, 3, 4}
few.discard(2)
few.add(10)
few.add(18)
few.add(26)
print(few, sys.getsizeof(few))
mixed = {1.5, -1, 2**40, (1, 2)}
print(mixed)
words = set("hello world")
words.discard("l")
words.add("z")
size = sys.getsizeof(words)
s.clear()
print(sys.getsizeof(s), len(words))
