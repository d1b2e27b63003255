class Token:
    __slots__ = ("kind", "text")
    def __init__(self, kind, text):
        self.kind, self.text = kind, text
    def __repr__(self):
        return f"{self.kind}:{self.text}"
def tokenize(src):
    i = 0
    while i < len(src):
        c = src[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(src) and src[j].isdigit():
                j += 1
            yield Token("num", src[i:j])
            i = j
        else:
            yield Token("op", c)
            i += 1
class Parser:
    def __init__(self, src):
        self.toks = list(tokenize(src))
        self.pos = 0
    def peek(self):
        return self.toks[self.pos] if self.pos < len(self.toks) else None
    def expr(self):
        left = int(self.next().text)
        while (t := self.peek()) and t.text in "+-":
            op = self.next().text
            right = int(self.next().text)
            left = left + right if op == "+" else left - right
        return left
    def next(self):
        t = self.peek()
        self.pos += 1
        return t
p = Parser("10 + 20-5")
print(p.toks)
print(p.expr(), p.peek())
