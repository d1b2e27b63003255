# `shown = new` in a function lends the parameter to the module; what was shown before dies while it does.
class Page:
    def __init__(self, title):
        self.title = title

    def __del__(self):
        print("closed", self.title)


shown = Page("start")


def show(new):
    global shown
    shown = new
    return new


def show_made(title):
    global shown
    shown = Page(title)


def show_local(title):
    global shown
    page = Page(title)
    shown = page
    del shown
    shown = page


next_page = Page("news")
show(next_page)
show(next_page)
show_made("help")
show_local("about")
next_page = None
