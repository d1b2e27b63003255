def k():
    try:
        1 / 0
    except ZeroDivisionError:
        print("closed")
        raise
    finally:
        print("gen fin")
try:
    k()
except ZeroDivisionError:
    print("out")
def m():
    try:
        yield 1
    except GeneratorExit:
        print("closed")
        raise
    finally:
        print("gen fin")
it = m()
next(it)
it.close()
def n():
    try:
        yield 1
    except ValueError:
        print("closed")
        raise
    finally:
        print("gen fin")
        x = [1]
it = n()
next(it)
try:
    it.throw(ValueError("x"))
except ValueError:
    print(2)
