# `sys.exc_info()` tells what is being handled.
import sys


def current():
    return sys.exc_info()[1]


def handle(action):
    try:
        action()
    except Exception as error:
        seen = current()
        print(seen is error, sys.exc_info()[0].__name__)
        try:
            [].pop()
        except IndexError as inner:
            print(current() is inner, inner.__context__ is error)
        print(current() is error)
    return current()


def bad():
    values = {"a": [1, 2]}
    return values["b"]


print(handle(bad))
print(current())


def generator():
    try:
        yield current()
    finally:
        print("in finally", current() is None)


try:
    bad()
except KeyError as error:
    g = generator()
    print(next(g) is error)
    g.close()
print(sys.exc_info())
