a = "python"
b = "python"
c = "".join(["py", "thon"])
print(a is b, a is c, a == c)
d = a + ""
e = a * 1
print(d is a, e is a)
f = "hello world"
g = "hello world"
print(f is g)
def h():
    return "hello world"
print(h() is h(), h() == f)
x = 5
y = 5
print(x is y, id(x) == id(y))
l1 = [1, 2]
l2 = [1, 2]
print(l1 is l2, id(l1) == id(l2))
t1 = (1, 2)
t2 = (1, 2)
print(t1 is t2, tuple([1, 2]) is t1)
print("" is "".strip(), "a" is "ba"[1])
n1 = None
print(n1 is None, [] is [], {} is {})
s = "ab"
s2 = s
s += "c"
print(s2, s is s2, s)
