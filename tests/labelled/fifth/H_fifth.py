"""More memory than the values need."""


# item: H401 info: two million floats in boxes
def simulate():
    samples = [n / 7 for n in range(2_000_000)]  # expect: boxed-number-sequence
    mean = sum(samples) / len(samples)
    return mean, samples


# item: H402 clean: a few names in a list
def header():
    names = ["id", "name", "mail"]
    return ",".join(names), names
