from array import array

numbers = array("i", [1, 2, 3])
numbers.append(4)
alias = numbers
alias[0] = 100
part = numbers[1:3]
print(numbers, part, numbers is alias, len(numbers), sum(numbers))
numbers.extend([5, 6])
last = numbers.pop()
print(last, numbers.index(5), numbers.count(5), 100 in numbers, numbers.itemsize)
floats = array("d", (0.5, 1.5))
floats.append(2.5)
print(floats.tolist(), floats[0])
squares = array("q", (n * n for n in range(5)))
print(squares, numbers + part)
data = bytearray(b"hello")
data.append(33)
data[0] = 72
view = memoryview(data)
print(view[0], len(view), bytes(data))
view[1] = 69
print(data)
del view
data += b" world"
data.extend(b"!!")
print(data, len(data), data.find(b"world"), data.decode())
raw = b"a,b,c"
fields = raw.split(b",")
print(fields, b"-".join(fields), raw[2:], raw[0], raw * 2)
print(bytes([65, 66]), bytes(3), "text".encode(), raw.hex(), b"b" in raw)
