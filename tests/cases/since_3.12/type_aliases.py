# `type X = ..`: nothing of the value is made until somebody asks for it.
type Row = list[int]
type Rows = list[Row]


def total(rows: Rows) -> int:
    result = [sum(row) for row in rows]
    return len(result)


rows = [[1, 2], [3]]
n = total(rows)
del rows


def local(n):
    type Number = int
    values = [n]
    return values


v = local(2)
alias = Row
del Row
del alias
