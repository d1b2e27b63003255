# `assert` raises AssertionError, with its message as the argument.


def withdraw(balance, amount):
    assert amount > 0, "amount must be positive"
    assert balance >= amount, ["balance", balance]
    return balance - amount


def attempts(pairs):
    results = []
    for balance, amount in pairs:
        try:
            results.append(withdraw(balance, amount))
        except AssertionError as error:
            results.append(error.args)
    return results


found = attempts([(10, 3), (10, 0), (2, 5)])
print(found)
details = found[2][0]
details.append("seen")
print(found)
assert found
assert len(found) == 3, "three results"
try:
    assert not found
except AssertionError as error:
    print(repr(error), error.args)
print("end")
