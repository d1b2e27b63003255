import sys
class A:
    pass
class B:
    __slots__ = ("x",)
def total(obj, seen=None):
    seen = set() if seen is None else seen
    if id(obj) in seen:
        return 0
    seen.add(id(obj))
    size = sys.getsizeof(obj)
    if isinstance(obj, dict):
        size += sum(total(k, seen) + total(v, seen) for k, v in obj.items())
    elif isinstance(obj, (list, tuple, set)):
        size += sum(total(i, seen) for i in obj)
    return size
data = [[1, 2], [3, 4]]
print(sys.getsizeof(data), total(data))
shared = [0]
print(total([shared, shared]) - total([shared]))
print(sys.getsizeof(range(10)), sys.getsizeof(range(10**9)))
print(sys.getsizeof((1, 2, 3)), sys.getsizeof([1, 2, 3]), sys.getsizeof({1, 2, 3}))
print(sys.getsizeof({}), sys.getsizeof({"a": 1}))
print(sys.getsizeof(b"abc"), sys.getsizeof("abc"), sys.getsizeof("abc\u0416"))
print(sys.getsizeof(B()), sys.getsizeof(None))
g = (x for x in data)
l = [x for x in range(100)]
print(sys.getsizeof(g) < sys.getsizeof(l))
