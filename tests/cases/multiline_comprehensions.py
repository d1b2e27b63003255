x = [1, 2, 3]
y = [
    i
    for i in x
    if i > 1
]
def f(n):
    return [
        i * 2
        for i in n
        if i
        if i > 1
    ]
f(x)
z = {
    k: v
    for k in x
    for v in (1,
        2)
}
g = list(
    i
    for i in x
    if i > 2)
