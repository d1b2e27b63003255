# `finally` runs on every way out: return, break, continue, an exception.


def give_back(log):
    try:
        return log
    finally:
        log.append("after return")


def wins():
    try:
        return "try"
    finally:
        return "finally"


def leave_loop(items):
    seen = []
    for item in items:
        try:
            if item == 2:
                continue
            if item == 4:
                break
            seen.append(10 // item)
        except ZeroDivisionError:
            seen.append("zero")
        finally:
            seen.append(-item)
    return seen


def swallow():
    while True:
        try:
            raise RuntimeError("lost")
        finally:
            break
    return "swallowed"


def nested(log):
    try:
        try:
            log["missing"]
        finally:
            log["inner"] = 1
    except KeyError as error:
        log["caught"] = error.args[0]
    finally:
        log["outer"] = 2
    return log


print(give_back([1]))
print(wins())
print(leave_loop([1, 2, 0, 4, 5]))
print(swallow())
print(nested({}))
