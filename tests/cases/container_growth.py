import sys
l = []
for i in range(10):
    l.append(i)
    print(len(l), sys.getsizeof(l))
d = {}
for i in range(6):
    d[i] = str(i)
print(sys.getsizeof(d))
print(sys.getsizeof("abc"), sys.getsizeof(()), sys.getsizeof(1), sys.getsizeof(2**40), sys.getsizeof(1.5))
s = set()
for c in "abcdef":
    s.add(c)
print(sys.getsizeof(s))
