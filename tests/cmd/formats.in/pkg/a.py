x = = 1


def good():
    return 1


class C
    pass
