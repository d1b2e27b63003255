buf = bytearray(b"abcdef")
view = memoryview(buf)
try:
    buf.append(1)
except BufferError as e:
    print("locked", e)
mid = view[1:4]
mid[0] = ord("X")
mid[1:3] = b"YZ"
print(buf, bytes(mid), mid.tobytes(), mid.tolist())
print(view.readonly, view.nbytes, view.format, len(mid))
view.release()
try:
    buf.extend(b"g")
except BufferError:
    print("still shown")
del mid
buf.extend(b"g")
print(buf, len(buf))
with memoryview(buf) as m:
    m[0] = 65
    print(m[0], m[-1])
buf += b"!"
frozen = memoryview(b"xyz")
try:
    frozen[0] = 1
except TypeError as e:
    print(e)
buf[0:2] = b"__"
buf[2:4] = b"longer"
print(buf, frozen.readonly)
del buf[0]
print(len(buf))
