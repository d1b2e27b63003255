class Line(str):
    pass
def read(lines):
    try:
        for line in lines:
            print("read", line)
            yield line
    finally:
        print("close read")
def strip(lines):
    for line in lines:
        yield line.strip()
def grep(word, lines):
    return (line for line in lines if word in line)
def take(n, it):
    for _ in range(n):
        try:
            yield next(it)
        except StopIteration:
            return
source = ["  error: a ", "ok", " error: b", "error: c"]
pipe = grep("error", strip(read(source)))
first = list(take(2, pipe))
print(first)
source.append("error: d")
print(next(pipe))
del pipe
print("end", len(source))
