"""The module.

    Indented here.
"""


def area(width, height):
    """
    The area.

        width: of the box
    height: of the box
	tabbed
    """
    return width * height


class Box:
    """ A box
        of boxes
    """

    @property
    def size(self):
        """Its size, told."""
        return area(2, 3)


text = "Its size, told."
print(repr(__doc__))
print(repr(area.__doc__))
print(repr(Box.__doc__))
print(repr(Box.size.__doc__))
keep = area
area.__doc__ = text
more = [text]
area.__doc__ = None
del Box
words = (["two words", k] for k in range(3))
label = "two words"
first = next(words)
rows = [["two words", k] for k in range(2)]
del words


def plain():
    return "two words"


other = lambda: "two words"
got = plain()
