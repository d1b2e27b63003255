def a1(a):
    try:
        try:
            v24 = {}
        except* KeyError:
            a = 1
            raise
        finally:
            pass
    except Exception as e22:
        pass
    yield a
def a2(a):
    match {'k': '', 'l': 2}:
        case None | 7:
            v33 = 1
        case [m30, m31]:
            a = 0
        case _:
            pass
    yield a
def a3(a):
    v37 = {**{1: ''}, 'k': []}
    yield a
def a4(a):
    try:
        v24 = {}
    except* KeyError:
        a = 1
        raise
    except* ArithmeticError as e23:
        v26 = 1
        pass
    finally:
        pass
    yield a
def a5(a):
    try:
        v24 = {}
    except* KeyError:
        a = 1
        raise
    except* ArithmeticError as e23:
        v26 = [1] + [2]
        pass
    yield a
def a6(a):
    try:
        v24 = {}
    except* ArithmeticError as e23:
        v26 = [1] + [2]
        pass
    yield a
def a7(a):
    try:
        v24 = {}
    except* ArithmeticError:
        v26 = f'{257=}'
        raise
    yield a
def a8(a):
    try:
        try:
            v24 = {}
        except* ArithmeticError as e23:
            v26 = [1] + [2]
            pass
        finally:
            pass
    except Exception as e22:
        pass
    yield a
def a9(a):
    try:
        v24 = {}
    except* (KeyError, IndexError):
        a = 1
    yield a
x1=a1(1)
x2=a2(1)
x3=a3(1)
x4=a4(1)
x5=a5(1)
x6=a6(1)
x7=a7(1)
x8=a8(1)
x9=a9(1)
print(1)
