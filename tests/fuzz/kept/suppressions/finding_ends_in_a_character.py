def f(a, b=[»):  # noqa: B006, E501
    b.apptruenore
