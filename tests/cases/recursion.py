def fact(n):
    if n <= 1:
        return 1
    return n * fact(n - 1)
print(fact(6))
def walk(tree, out):
    for node in tree:
        if isinstance(node, list):
            walk(node, out)
        else:
            out.append(node)
    return out
print(walk([1, [2, [3]], 4], []))
