class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1

    def __del__(self):
        print("countdown gone")


for i in Countdown(2):
    print(i)
print(list(Countdown(3)), sum(Countdown(2)))
c = Countdown(3)
print(2 in c, list(c))
del c


class Shelf:
    def __init__(self, *books):
        self._books = list(books)

    def __iter__(self):
        return iter(self._books)

    def __len__(self):
        return len(self._books)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return Shelf(*self._books[i])
        return self._books[i]

    def __contains__(self, book):
        return book in self._books

    def __reversed__(self):
        return reversed(self._books)

    def __repr__(self):
        return f"Shelf({', '.join(map(repr, self._books))})"


s = Shelf("a", "b", "c")
print(len(s), s[0], s[-1], s[1:], "b" in s, list(reversed(s)))
first, *others = s
print(first, others)
print(max(s), sorted(s, reverse=True), list(zip(s, range(3))))
a, b, c = s
print(a, b, c)


class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


print(list(Old()), 20 in Old())
it = iter([1, 2, 3])
print(next(it), list(it), next(it, "end"))
lst = [1, 2, 3]
for x in lst:
    if x == 2:
        lst.remove(x)
print(lst)
d = {"a": 1, "b": 2}
try:
    for k in d:
        d["c"] = 1
except RuntimeError as e:
    print(e)
for k in list(d):
    del d[k]
print(d)
nums = [1, 2]
i1, i2 = iter(nums), iter(nums)
next(i1)
nums.append(3)
print(list(i1), list(i2), i1 is iter(i1))
seq = iter(lambda: nums.pop() if nums else None, None)
print(list(seq), nums)
for idx, (k, v) in enumerate({"x": 1}.items(), start=1):
    print(idx, k, v)
print(any(x > 1 for x in [0, 2, 5]), all([]), list(map(lambda a, b: a + b, [1, 2], [3, 4])))
