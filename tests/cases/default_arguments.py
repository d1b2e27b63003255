def add(item, bucket=[]):
    bucket.append(item)
    return bucket
first = add(1)
second = add(2)
print(first is second, first)
third = add(3, [])
print(third)
def greet(name, greeting="Hello", *, punct="!"):
    return greeting + name + punct
print(greet("Bob", punct="?"))
print(greet(greeting="Hi ", name="Al"))
