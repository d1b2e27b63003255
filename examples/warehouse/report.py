"""Figures of a year: one number a minute, so the lists here are large."""

MINUTES = 365 * 24 * 60


def readings(seed):
    return [(minute + seed) * 48271 % 10007 for minute in range(MINUTES)]


def total_energy():
    return sum([minute * 3 % 1000 for minute in range(MINUTES)])


def peak(limit):
    scaled = [minute * 7 % 997 for minute in range(MINUTES)]
    return min(limit, max(scaled))


def above(limit):
    raw = readings(7)
    current = raw
    current = [value for value in current if value > limit]
    return len(current)


def daily_means():
    raw = readings(11)
    cache = {"raw": raw}
    means = [sum(raw[start : start + 1440]) / 1440 for start in range(0, MINUTES, 1440)]
    del raw
    return means, sorted(cache)


def header(columns):
    return " | ".join([column.title() for column in columns])
